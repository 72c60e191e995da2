import type { Definition, DefinitionProblem } from '../domain/deidentification/definition'
import { readDefinition } from '../domain/deidentification/definition-reading'
import { keyfileColumns, planImport, type TransformationPlan } from '../domain/deidentification/plan'
import type { ImportKind } from '../domain/import-kind'
import type { ImportLimits } from '../domain/import-limits'
import { type ProjectFacts, pseudonymDomain } from '../domain/project'
import type { ReadXml } from './ports/definition-reader'

export interface PlanningLimits {
  readonly maxColumns: number
  readonly maxRecordBytes: number
  readonly maxDistinctValues: number
}

export interface PlannedUpload {
  readonly plan: TransformationPlan
  readonly title: string | null
  readonly tableName: string | null
  /** Of an external import. */
  readonly uuid: string | null
  /** The age recipient of the keyfile; `null`: none is made. */
  readonly keyfileRecipient: string | null
  readonly ignored: readonly string[]
}

export type PlanRefusal =
  | DefinitionProblem
  | { readonly code: 'too-many-columns'; readonly limit: number }
  | { readonly code: 'external-uuid-missing' }
  | { readonly code: 'keyfile-recipient-missing' }

/** What the definition asks for, as a plan, or the reason why it can't be had. */
export function planUpload(
  readXml: ReadXml,
  definitionBytes: Uint8Array,
  kind: ImportKind,
  project: ProjectFacts,
  defaultRecipient: string | null,
  limits: PlanningLimits & Pick<ImportLimits, 'maxRows'>,
): PlannedUpload | PlanRefusal {
  const xml = readXml(definitionBytes)
  if (xml.outcome === 'malformed') return { code: 'definition-invalid', detail: xml.detail }
  const reading = readDefinition(xml.root)
  if (reading.outcome === 'refused') return reading.problem
  const { definition } = reading
  if (definition.columns.length > limits.maxColumns) {
    return { code: 'too-many-columns', limit: limits.maxColumns }
  }
  const { catalogueIdentifier } = definition
  if (kind === 'external' && catalogueIdentifier.status !== 'uuid') return { code: 'external-uuid-missing' }

  const plan = planImport(definition, { pseudonymDomain: pseudonymDomain(project), ...limits })
  const recipient = project.keyfileRecipient ?? defaultRecipient
  if (recipient === null && definition.columns.some(({ storeInKeyfile }) => storeInKeyfile)) {
    return { code: 'keyfile-recipient-missing' }
  }
  return {
    plan,
    title: definition.title,
    tableName: definition.tableName,
    uuid: kind === 'external' && catalogueIdentifier.status === 'uuid' ? catalogueIdentifier.uuid : null,
    keyfileRecipient: keyfileColumns(plan).length > 0 ? recipient : null,
    ignored: ignoredParts(definition, kind, project),
  }
}

/** Results wait for their token, also where the project has a target that they could be delivered to. */
const ignoredParts = (
  { ignored, catalogueIdentifier }: Definition,
  kind: ImportKind,
  { exportTarget }: ProjectFacts,
): readonly string[] => [
  ...ignored,
  ...(kind === 'external' || catalogueIdentifier.status === 'absent' ? [] : ['CatalogueIdentifier']),
  ...(kind === 'ephemeral' && exportTarget !== undefined ? ['sftpexporttarget'] : []),
]
