import type { TransformResult, TransformTarget } from '../../application/ports/table-transformer'
import {
  isStored,
  keyfileColumns,
  keyfileFields,
  storedColumns,
  type TransformationPlan,
} from '../../domain/deidentification/plan'
import type { TableRefusal } from '../../domain/deidentification/table-fault'
import { pseudonymiser } from '../crypto/pseudonyms'
import { nowhere, type OutputFile, outputFile } from './output-file'
import type { Values } from './record-splitting'
import { remembering } from './remembering'
import { tableJudge } from './table-judge'
import { type TableOutput, tableOutput } from './table-output'
import { tableReader } from './table-reader'

export interface TransformJob {
  readonly plan: TransformationPlan
  readonly target: TransformTarget
  /** The key of the plan's pseudonym domain. */
  readonly pseudonymKey: Uint8Array
}

interface Outputs {
  readonly table: TableOutput
  readonly keyfile: TableOutput | null
}

/**
 * De-identifies one table, in this thread. Leaves the source as soon as the answer is known. On a refusal or a
 * fault the files it began stay as they are, closed.
 */
export async function transformTable(
  job: TransformJob,
  source: AsyncIterable<Uint8Array>,
): Promise<TransformResult> {
  const files: OutputFile[] = []
  const open = async (path: string, recipient: string | null): Promise<TableOutput> => {
    const file = await outputFile(path, recipient)
    files.push(file)
    return tableOutput(file)
  }
  try {
    const { output, keyfile } = job.target
    const table = output === null ? tableOutput(nowhere) : await open(output.path, output.sealedTo ?? null)
    const outputs = { table, keyfile: keyfile ? await open(keyfile.path, keyfile.recipient) : null }
    return await transformInto(outputs, job, source)
  } finally {
    for (const file of files) file.close()
  }
}

async function transformInto(
  { table, keyfile }: Outputs,
  { plan, pseudonymKey }: TransformJob,
  source: AsyncIterable<Uint8Array>,
): Promise<TransformResult> {
  const reader = tableReader(plan)
  const judge = tableJudge(plan, remembering(pseudonymiser(pseudonymKey)), emitter(plan, table, keyfile))
  table.add(storedColumns(plan).map(({ name }) => name))
  keyfile?.add(keyfileColumns(plan))

  for await (const chunk of source) {
    const refusal = judge.take(reader.push(chunk))
    if (refusal !== null) return refused(refusal)
    await table.drain()
    await keyfile?.drain()
  }
  const refusal = judge.take(reader.end()) ?? judge.end()
  if (refusal !== null) return refused(refusal)
  await keyfile?.finish()
  return { outcome: 'transformed', rows: judge.rows(), ...(await table.finish()) }
}

const refused = (refusal: TableRefusal): TransformResult => ({ outcome: 'refused', refusal })

function emitter(plan: TransformationPlan, table: TableOutput, keyfile: TableOutput | null) {
  const stored = plan.columns.flatMap(({ action }, position) => (isStored(action) ? [position] : []))
  const fields = keyfileFields(plan)
  return (deidentified: Values, original: Values): void => {
    table.add(stored.map((position) => deidentified[position] ?? null))
    keyfile?.add(
      fields.map(
        ({ position, content }) => (content === 'original' ? original : deidentified)[position] ?? null,
      ),
    )
  }
}
