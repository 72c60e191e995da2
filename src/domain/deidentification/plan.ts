import type { StoredColumn } from '../dataset'
import { unreachable } from '../decider'
import { actionText, type ColumnAction } from './action'
import type { ColumnType } from './column-type'
import type { Definition } from './definition'
import type { Dialect } from './dialect'

export interface PlannedColumn {
  /** As the definition names it. */
  readonly name: string
  readonly type: ColumnType
  readonly action: ColumnAction
  /** The label that keeps kinds of identifiers apart in a pseudonym; empty unless a policy names one. */
  readonly label: string
  readonly storeInKeyfile: boolean
}

/** Everything a table transformer needs to know about one import, as pure data. */
export interface TransformationPlan {
  readonly dialect: Dialect
  /** By position in the file. */
  readonly columns: readonly PlannedColumn[]
  /** The number of the project whose key derives the pseudonyms. */
  readonly pseudonymDomain: number
  /** Positions of the `pseudonymize` column and of the `pseudonym` column that supplies its values. */
  readonly pairing: { readonly original: number; readonly supplied: number } | null
  readonly limits: {
    /** Bytes of one record of the file. */
    readonly maxRecordBytes: number
    /** Distinct values that a pairing may hold. */
    readonly maxDistinctValues: number
    /** Data records; absent: any number. */
    readonly maxRows?: number
  }
}

/** The version of the derivation of pseudonyms, recorded with every dataset. */
export const derivationVersion = 'p1'

/** What a plan needs beyond the definition. */
export interface PlanFacts {
  readonly pseudonymDomain: number
  readonly maxRecordBytes: number
  readonly maxDistinctValues: number
  readonly maxRows?: number
}

export function planImport(definition: Definition, facts: PlanFacts): TransformationPlan {
  const { pseudonymDomain, maxRecordBytes, maxDistinctValues, maxRows } = facts
  const position = (action: ColumnAction['action']): number =>
    definition.columns.findIndex((column) => column.action.action === action)
  const supplied = position('pseudonym')
  return {
    dialect: definition.dialect,
    columns: definition.columns.map((column) => ({ ...column, label: '' })),
    pseudonymDomain,
    pairing: supplied < 0 ? null : { original: position('pseudonymize'), supplied },
    limits: { maxRecordBytes, maxDistinctValues, ...(maxRows === undefined ? {} : { maxRows }) },
  }
}

/** Whether a column with this action stands in the stored dataset. */
export const isStored = ({ action }: ColumnAction): boolean =>
  action !== 'hide' && action !== 'drop' && action !== 'pseudonym'

/** The columns of the stored dataset, in the file's order. */
export const storedColumns = (plan: TransformationPlan): readonly StoredColumn[] =>
  plan.columns
    .filter((column) => isStored(column.action))
    .map(({ name, type, action }) => ({ name, type: storedType(type, action), action: actionText(action) }))

/** Labels, pseudonyms and beginnings are text; a column without values keeps the type that its nulls are of. */
const storedType = (type: ColumnType, { action }: ColumnAction): ColumnType =>
  action === 'keep' || action === 'blank' ? type : 'text'

/** One column of the keyfile: a value of the file as it stands there, or the pseudonym that replaces it. */
export interface KeyfileField {
  readonly name: string
  /** Of the column in the file. */
  readonly position: number
  readonly content: 'original' | 'pseudonym'
}

/**
 * The re-identification table, in the definition's order: each `pseudonymize` column and its pseudonym, and each
 * column that is stored in the keyfile. Empty when the plan has nothing for one.
 */
export function keyfileFields(plan: TransformationPlan): readonly KeyfileField[] {
  const inKeyfile = plan.columns.flatMap((column, position) =>
    column.storeInKeyfile || column.action.action === 'pseudonymize' ? [{ column, position }] : [],
  )
  const taken = new Set(inKeyfile.map(({ column }) => column.name))
  return inKeyfile.flatMap(({ column, position }): readonly KeyfileField[] => {
    const original = { name: column.name, position, content: 'original' } as const
    if (column.action.action !== 'pseudonymize') return [original]
    // Two names made this way differ as their columns' names do.
    let name = `${column.name}_pseudonym`
    while (taken.has(name)) name += '_'
    return [original, { name, position, content: 'pseudonym' }]
  })
}

/** The keyfile's header. */
export const keyfileColumns = (plan: TransformationPlan): readonly string[] =>
  keyfileFields(plan).map(({ name }) => name)

/** What the file's header must say once `applyHeaderCase` has been applied to it. */
export const expectedHeader = (plan: TransformationPlan): readonly string[] =>
  plan.columns.map(({ name }) => name)

/** A name of the file's header as it is compared with the definition's. */
export function applyHeaderCase(name: string, headerCase: Dialect['headerCase']): string {
  switch (headerCase) {
    case 'leave alone':
      return name
    case 'lower':
      return name.toLowerCase()
    case 'upper':
      return name.toUpperCase()
    default:
      return unreachable(headerCase)
  }
}
