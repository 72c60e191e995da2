import { Command, Option } from 'commander'
import type { UploadCheck } from '../../application/check-upload'
import { type ImportKind, importKinds } from '../../application/use-cases'
import { type Answering, answer, opened, withExample, withJson } from './command-kit'
import { faultsText } from './faults-text'
import { contentOf, type UploadFiles, withUploadFiles } from './named-file'
import { problemJson, sentenceOf } from './sentence'
import { tableOf } from './table'
import { CommandRefused, type Terminal } from './terminal'

interface CheckOptions extends Answering {
  readonly definition: string
  readonly csv: string
  readonly kind: ImportKind
}

export function checkCommand(terminal: Terminal): Command {
  const check = withJson(new Command('check'))
    .description('does all that an import does short of storing, without a service')
    .requiredOption('--definition <file>', 'the XML definition')
    .requiredOption('--csv <file>', 'the table')
    .addOption(
      new Option('--kind <kind>', 'the import that it is meant for').choices(importKinds).default('dataset'),
    )
    .action(async (options: CheckOptions) => {
      const checked = await terminal.interruptible((signal) =>
        withUploadFiles(options, (files) => checkFiles(terminal, options, files, signal)),
      )
      if (checked.outcome === 'sound') {
        answer(terminal, options, soundJson(checked), () => soundText(checked))
        return
      }
      const { refusal } = checked
      if (options.json) terminal.print(JSON.stringify(problemJson(refusal)))
      else if (refusal.code === 'csv-invalid') terminal.print(faultsText(refusal))
      throw new CommandRefused(sentenceOf(refusal))
    })
  const sample = 'samples/heart-disease/patients'
  return withExample(check, `check --definition ${sample}.xml --csv ${sample}.csv`)
}

async function checkFiles(
  terminal: Terminal,
  { kind }: CheckOptions,
  { definition, table }: UploadFiles,
  signal: AbortSignal,
): Promise<UploadCheck> {
  const { checker } = opened(await terminal.openChecker())
  try {
    return await checker.useCases.checkUpload(
      {
        kind,
        definition: contentOf(definition),
        table: contentOf(table),
        maxTableBytes: checker.maxUploadBytes,
      },
      signal,
    )
  } finally {
    await checker.close()
  }
}

type Sound = Extract<UploadCheck, { outcome: 'sound' }>

const soundJson = ({ rows, columns, keyfile, uuid, ignored }: Sound) => ({
  status: 'sound',
  rows,
  columns: columns.map(({ name, action, storedAs }) => ({ name, action, stored_as: storedAs })),
  keyfile,
  uuid,
  ignored,
})

function soundText({ rows, columns, keyfile, uuid, ignored }: Sound): string {
  return [
    tableOf(
      ['column', 'action', 'stored as'],
      columns.map(({ name, action, storedAs }) => [name, action, storedAs ?? '–']),
    ),
    '',
    `Sound: ${rows} rows.`,
    ...(uuid === null ? [] : [`External uuid: ${uuid}`]),
    ...(keyfile.length === 0 ? [] : [`Keyfile, sealed to the project's recipient: ${keyfile.join(', ')}`]),
    ...(ignored.length === 0 ? [] : [`Without effect here: ${ignored.join(', ')}`]),
  ].join('\n')
}
