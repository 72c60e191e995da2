import { awaitToken } from '../../application/await-token'
import { changeProject } from '../../application/change-project'
import { checkUpload } from '../../application/check-upload'
import { deactivateUser } from '../../application/deactivate-user'
import { ensureUser } from '../../application/ensure-user'
import { fetchKeyfile } from '../../application/fetch-keyfile'
import { fetchResult } from '../../application/fetch-result'
import { followHistory } from '../../application/follow-history'
import { importDataset } from '../../application/import-dataset'
import { issueToken } from '../../application/issue-token'
import { listDatasets } from '../../application/list-datasets'
import { listTokens } from '../../application/list-tokens'
import { measureImports } from '../../application/measure-imports'
import { pageHistory } from '../../application/page-history'
import { provisionProject } from '../../application/provision-project'
import { provisionUser } from '../../application/provision-user'
import { readDataset } from '../../application/read-dataset'
import { recordRefusal } from '../../application/record-refusal'
import { replayHistory } from '../../application/replay-history'
import { retireProject } from '../../application/retire-project'
import { revokeToken } from '../../application/revoke-token'
import { listAllDatasets, showDataset } from '../../application/show-datasets'
import { listProjects, showProject } from '../../application/show-projects'
import { showStatistics } from '../../application/show-statistics'
import { showToken } from '../../application/show-tokens'
import { listUsers, showUser } from '../../application/show-users'
import { showTokenStatus } from '../../application/token-status'
import type { UseCases } from '../../application/use-cases'
import { withdrawDataset } from '../../application/withdraw-dataset'
import type { Ports } from './ports'

/** How a use case is made, and the ports that it is made of. */
export interface Recipe<UseCase, Need extends keyof Ports = keyof Ports> {
  readonly needs: readonly Need[]
  make(ports: Pick<Ports, Need>): UseCase
}

/** A use case that asks for a port which is not named here, or is of another type, does not compile. */
const recipe = <UseCase, Need extends keyof Ports>(
  make: (ports: Pick<Ports, Need>) => UseCase,
  ...needs: readonly Need[]
): Recipe<UseCase, Need> => ({ make, needs })

export const recipes = {
  provisionUser: recipe(provisionUser, 'store', 'digests', 'newId', 'names'),
  ensureUser: recipe(ensureUser, 'store', 'digests', 'newId', 'names'),
  showUser: recipe(showUser, 'store', 'digests', 'names'),
  listUsers: recipe(listUsers, 'models', 'names', 'upToDate'),
  deactivateUser: recipe(deactivateUser, 'store', 'digests', 'newId'),
  provisionProject: recipe(
    provisionProject,
    ...(['store', 'digests', 'newId', 'sealing', 'exportCredentials'] as const),
  ),
  showProject: recipe(showProject, 'store', 'digests', 'names'),
  listProjects: recipe(listProjects, 'models', 'upToDate'),
  changeProject: recipe(
    changeProject,
    ...(['store', 'digests', 'newId', 'sealing', 'exportCredentials'] as const),
  ),
  retireProject: recipe(retireProject, 'store', 'digests', 'newId', 'exportCredentials'),
  issueToken: recipe(issueToken, 'store', 'digests', 'newId', 'clock', 'secrets', 'maxSeconds'),
  showToken: recipe(showToken, 'store', 'digests', 'clock', 'admissions', 'names'),
  awaitToken: recipe(awaitToken, 'store', 'digests', 'clock', 'admissions', 'names', 'pause'),
  listTokens: recipe(
    listTokens,
    ...(['store', 'digests', 'clock', 'admissions', 'models', 'upToDate', 'names'] as const),
  ),
  revokeToken: recipe(revokeToken, 'store', 'newId'),
  importDataset: recipe(
    (ports) => measureImports(ports, importDataset(ports)),
    'metrics',
    ...(['store', 'newId', 'clock', 'pause', 'log', 'process', 'times'] as const),
    ...(['secrets', 'sealing', 'sha256', 'admissions'] as const),
    ...(['openSpool', 'hasRoom', 'readXml', 'transformer', 'datasets'] as const),
    ...(['limits', 'keyfileRecipient', 'resultSeconds', 'patienceMs'] as const),
  ),
  checkUpload: recipe(checkUpload, 'readXml', 'transformer', 'limits'),
  recordRefusal: recipe(recordRefusal, 'store', 'newId', 'clock', 'log'),
  showTokenStatus: recipe(
    showTokenStatus,
    ...(['store', 'secrets', 'clock', 'admissions', 'datasets', 'sealing'] as const),
  ),
  fetchResult: recipe(fetchResult, 'store', 'secrets', 'datasets', 'sealing', 'clock'),
  readDataset: recipe(
    readDataset,
    ...(['store', 'digests', 'newId', 'clock', 'models', 'upToDate', 'datasets'] as const),
    'readTableRows',
  ),
  listDatasets: recipe(listDatasets, 'store', 'digests', 'models', 'upToDate', 'datasets'),
  fetchKeyfile: recipe(fetchKeyfile, 'store', 'newId', 'datasets'),
  listAllDatasets: recipe(listAllDatasets, 'store', 'digests', 'models', 'upToDate', 'names'),
  showDataset: recipe(showDataset, 'store', 'names', 'datasets'),
  withdrawDataset: recipe(withdrawDataset, 'store', 'newId', 'datasets'),
  replayHistory: recipe(replayHistory, 'store', 'digests'),
  showStatistics: recipe(showStatistics, 'models', 'upToDate', 'clock', 'admissions'),
  pageHistory: recipe(pageHistory, 'store', 'digests'),
  followHistory: recipe(followHistory, 'store', 'digests'),
} satisfies { readonly [Name in keyof UseCases]: Recipe<UseCases[Name]> }

/** The ports of these use cases, and no others. */
export type PortsOf<Name extends keyof UseCases> = Pick<Ports, (typeof recipes)[Name]['needs'][number]>
