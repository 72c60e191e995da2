import type { Counts, Period } from './read-model-counts'
import type {
  DatasetRow,
  ExternalIdentifierRow,
  OwnerRow,
  ProjectRow,
  RowChange,
  TokenRow,
  UserRow,
} from './read-model-rows'

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
