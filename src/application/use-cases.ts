import type { AwaitToken } from './await-token'
import type { ChangeProject } from './change-project'
import type { CheckUpload } from './check-upload'
import type { DeactivateUser } from './deactivate-user'
import type { EnsureUser } from './ensure-user'
import type { FetchKeyfile } from './fetch-keyfile'
import type { FetchResult } from './fetch-result'
import type { FollowHistory } from './follow-history'
import type { ImportDataset } from './import-dataset'
import type { IssueToken } from './issue-token'
import type { ListDatasets } from './list-datasets'
import type { ListTokens } from './list-tokens'
import type { PageHistory } from './page-history'
import type { ProvisionProject } from './provision-project'
import type { ProvisionUser } from './provision-user'
import type { ReadDataset } from './read-dataset'
import type { RecordRefusal } from './record-refusal'
import type { ReplayHistory } from './replay-history'
import type { RetireProject } from './retire-project'
import type { RevokeToken } from './revoke-token'
import type { ListAllDatasets, ShowDataset } from './show-datasets'
import type { ListProjects, ShowProject } from './show-projects'
import type { ShowStatistics } from './show-statistics'
import type { ShowToken } from './show-tokens'
import type { ListUsers, ShowUser } from './show-users'
import type { ShowTokenStatus } from './token-status'
import type { WithdrawDataset } from './withdraw-dataset'

/** All that the service can do, for whichever way in. */
export interface UseCases {
  readonly provisionUser: ProvisionUser
  readonly ensureUser: EnsureUser
  readonly showUser: ShowUser
  readonly listUsers: ListUsers
  readonly deactivateUser: DeactivateUser
  readonly provisionProject: ProvisionProject
  readonly showProject: ShowProject
  readonly listProjects: ListProjects
  readonly changeProject: ChangeProject
  readonly retireProject: RetireProject
  readonly issueToken: IssueToken
  readonly showToken: ShowToken
  readonly awaitToken: AwaitToken
  readonly listTokens: ListTokens
  readonly revokeToken: RevokeToken
  readonly importDataset: ImportDataset
  readonly checkUpload: CheckUpload
  readonly recordRefusal: RecordRefusal
  readonly showTokenStatus: ShowTokenStatus
  readonly fetchResult: FetchResult
  readonly readDataset: ReadDataset
  readonly listDatasets: ListDatasets
  readonly fetchKeyfile: FetchKeyfile
  readonly listAllDatasets: ListAllDatasets
  readonly showDataset: ShowDataset
  readonly withdrawDataset: WithdrawDataset
  readonly showStatistics: ShowStatistics
  readonly replayHistory: ReplayHistory
  readonly pageHistory: PageHistory
  readonly followHistory: FollowHistory
}

export type Refusal = {
  [Name in keyof UseCases]: Extract<
    Awaited<ReturnType<UseCases[Name]>>,
    { readonly outcome: 'refused' }
  >['refusal']
}[keyof UseCases]

/** Every code that a use case can refuse with. */
export type RefusalCode = Refusal['code']

export type { ImportKind } from '../domain/import-kind'
export { importKinds } from '../domain/import-kind'
