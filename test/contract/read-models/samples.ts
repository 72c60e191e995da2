import type {
  DatasetRow,
  ProjectRow,
  TokenRow,
  UserRow,
} from '../../../src/application/ports/read-model-rows'

export const user = (userId: string, differing: Partial<UserRow> = {}): UserRow => ({
  userId,
  sealedName: `sealed ${userId}`,
  groups: [],
  active: true,
  visible: true,
  ...differing,
})

export const project = (projectId: number, differing: Partial<ProjectRow> = {}): ProjectRow => ({
  projectId,
  name: `Project ${projectId}`,
  description: '',
  authgroup: null,
  deidProjectId: null,
  keyfileRecipient: null,
  retired: false,
  visible: true,
  ...differing,
})

export const token = (tokenId: string, differing: Partial<TokenRow> = {}): TokenRow => ({
  tokenId,
  projectId: 1,
  userId: 'u1',
  kinds: ['dataset', 'external'],
  notBefore: 1_700_000_000_000,
  expiresAt: 1_700_000_900_000,
  issuedAt: 1_700_000_000_000,
  state: 'issued',
  importId: null,
  importKind: null,
  settledAt: null,
  rows: null,
  bytes: null,
  failedImportId: null,
  ...differing,
})

export const dataset = (datasetId: string, differing: Partial<DatasetRow> = {}): DatasetRow => ({
  datasetId,
  projectId: 1,
  userId: 'u1',
  uuid: null,
  rows: 303,
  bytes: 11_328,
  importedAt: 1_700_000_000_000,
  ...differing,
})
