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

export interface TokenFilter {
  readonly projectId?: number
  readonly userId?: string
  readonly state?: TokenRow['state']
  /** How the instant, in milliseconds since 1970, lies to the token's window. */
  readonly window?: { readonly at: number; readonly lies: 'before' | 'within' | 'behind' }
  /** Only these tokens. */
  readonly among?: readonly string[]
  /** None of these tokens. */
  readonly except?: readonly string[]
  /** At most this many, newest first. */
  readonly limit: number
  /** Only those that come after this token in the list; none when it is unknown. */
  readonly before?: string
}

export interface DatasetFilter {
  readonly projectId?: number
  readonly userId?: string
  /** At most this many, newest first. */
  readonly limit: number
  /** Only those that come after this place in the list, whether or not a dataset still stands there. */
  readonly before?: Pick<DatasetRow, 'importedAt' | 'datasetId'>
}

export interface ReadablePage {
  readonly projectId?: number
  /** Only those that come after this place in the list, whether or not a dataset still stands there. */
  readonly after?: Pick<DatasetRow, 'importedAt' | 'datasetId'>
  /** Absent: all of them. */
  readonly limit?: number
}

/** A stretch of time, in milliseconds since 1970. */
export interface Period {
  /** Inclusive; absent: from the beginning. */
  readonly since?: number
  /** Exclusive; absent: to the end. */
  readonly until?: number
}

export const isWithin = (time: number, { since, until }: Period): boolean =>
  (since === undefined || time >= since) && (until === undefined || time < until)

export const msADay = 86_400_000

/** The day of a time in milliseconds: counted from 1970, in UTC. */
export const dayAt = (time: number): number => Math.floor(time / msADay)

interface Counted {
  readonly projectId: number
  /** As `dayAt` counts; `null` where days aren't told apart. */
  readonly day: number | null
  readonly count: number
}

export interface TokenCount extends Counted {
  readonly state: TokenRow['state']
  /** Of the unused ones, those whose window has not begun, and those whose window is over. */
  readonly notYetValid: number
  readonly expired: number
}

export interface ImportCount extends Counted {
  readonly kind: ImportKind
  readonly outcome: 'imported' | 'failed'
  /** Sums over what they kept. */
  readonly rows: number
  readonly bytes: number
}

/** In no order. */
export interface Counts {
  /** Those issued in the period, by project and state. */
  readonly tokens: readonly TokenCount[]
  /** Those that spent a token and whose outcome was stored in the period, by project, kind and outcome. */
  readonly imports: readonly ImportCount[]
}

/**
 * What the events have made of the lists and look-ups that no rule depends on. Rows, position and store id
 * lie together and change in one transaction.
 */
export interface ReadModels {
  /** Drops everything when the models were made from another store, or by another version of them. */
  prepare(storeId: string): Promise<void>
  /** The position up to which events have been applied; `null`: none yet. */
  position(): Promise<bigint | null>
  /** Applies the changes of the events in `(from, to]`; `moved` when the position is no longer `from`, and nothing was applied. */
  apply(from: bigint | null, to: bigint, changes: readonly RowChange[]): Promise<'applied' | 'moved'>
  /** The visible ones, by id. */
  users(): Promise<readonly UserRow[]>
  /** The visible ones, by number; the retired too. */
  projects(): Promise<readonly ProjectRow[]>
  /** By user id. */
  owners(projectId: number): Promise<readonly OwnerRow[]>
  token(tokenId: string): Promise<TokenRow | null>
  tokens(filter: TokenFilter): Promise<readonly TokenRow[]>
  dataset(datasetId: string): Promise<DatasetRow | null>
  datasets(filter: DatasetFilter): Promise<readonly DatasetRow[]>
  /**
   * What this user may read, oldest first: of projects owned, or whose authgroup is among the user's groups, retired
   * ones too; nothing when the user is inactive or not visible.
   */
  datasetsReadableBy(userId: string, page?: ReadablePage): Promise<readonly DatasetRow[]>
  externalIdentifier(uuid: string): Promise<ExternalIdentifierRow | null>
  /** Of a period, at one position, with windows as they lie to the instant `at`. */
  counts(period: Period, byDay: boolean, at: number): Promise<Counts>
}
