import type { ImportKind } from '../../domain/import-kind'

export interface UserRow {
  readonly userId: string
  /** Still sealed: read models hold no clear name. */
  readonly sealedName: string
  readonly groups: readonly string[]
  readonly active: boolean
  /** Whether the name has been claimed; before that the user exists nowhere. */
  readonly visible: boolean
}

export interface ProjectRow {
  readonly projectId: number
  readonly name: string
  readonly description: string
  readonly authgroup: string | null
  readonly deidProjectId: number | null
  readonly keyfileRecipient: string | null
  readonly retired: boolean
  readonly visible: boolean
}

export interface OwnerRow {
  readonly projectId: number
  readonly userId: string
}

export interface TokenRow {
  readonly tokenId: string
  readonly projectId: number
  readonly userId: string
  readonly kinds: readonly ImportKind[]
  readonly notBefore: number
  readonly expiresAt: number
  readonly issuedAt: number
  /** As events tell it; `expired` and `not-yet-valid` are `issued` at another time. */
  readonly state: 'issued' | 'committing' | 'imported' | 'failed' | 'revoked'
  readonly importId: string | null
  readonly importKind: ImportKind | null
  /** When the outcome of that import was stored. */
  readonly settledAt: number | null
  /** Of what it kept; also once the dataset was withdrawn. */
  readonly rows: number | null
  readonly bytes: number | null
  /** The last import that failed: it may yet consume the token, if others took it for lost at the last moment. */
  readonly failedImportId: string | null
}

export interface DatasetRow {
  readonly datasetId: string
  readonly projectId: number
  readonly userId: string
  readonly uuid: string | null
  readonly rows: number
  readonly bytes: number
  readonly importedAt: number
}

/** A uuid and the dataset that bears it. */
export interface ExternalIdentifierRow {
  readonly uuid: string
  readonly datasetId: string
}

export interface ReadModelRows {
  readonly users: UserRow
  readonly projects: ProjectRow
  readonly owners: OwnerRow
  readonly tokens: TokenRow
  readonly datasets: DatasetRow
  readonly externalIdentifiers: ExternalIdentifierRow
}
export type ReadModelName = keyof ReadModelRows

/** The members that tell a model's rows apart. */
export const readModelKeys: { readonly [M in ReadModelName]: readonly (keyof ReadModelRows[M])[] } = {
  users: ['userId'],
  projects: ['projectId'],
  owners: ['projectId', 'userId'],
  tokens: ['tokenId'],
  datasets: ['datasetId'],
  externalIdentifiers: ['uuid'],
}

/** Raise it with every change of what an event makes of the rows: stored models of another version are made again. */
export const readModelsVersion = 5

/**
 * One change to the rows of a model: one written whole (in place of the one with its key), or some members of
 * those that match every member of `where`, or the removal of those. Keys never change.
 */
export type RowChangeOf<M extends ReadModelName> = {
  readonly [K in M]: { readonly model: K } & (
    | { readonly put: ReadModelRows[K] }
    | { readonly where: Partial<ReadModelRows[K]>; readonly set: Partial<ReadModelRows[K]> }
    | { readonly remove: Partial<ReadModelRows[K]> }
  )
}[M]
export type RowChange = RowChangeOf<ReadModelName>
