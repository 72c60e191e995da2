import { ordinal } from './json-forms'
import { told } from './problem-row'
import type { ProblemTable } from './problem-table'

/** What management and readers of data are refused. */
export const managementProblems = {
  'user-exists': {
    status: 409,
    title: 'User exists',
    detail: () => 'A user by this name has been provisioned already.',
  },
  'user-name-fixed': {
    status: 422,
    title: 'User name differs',
    detail: () => 'A name never changes: leave the member user out, or repeat the name of the address.',
  },
  'project-name-taken': {
    status: 409,
    title: 'Project name taken',
    detail: ({ existingId }) => `Project ${existingId} bears this name: use it, or choose another name.`,
    members: told({ existing_id: ordinal }, ({ existingId }) => ({ existing_id: existingId })),
    examples: [{ existingId: 7 }],
  },
  'project-name-fixed': {
    status: 422,
    title: 'Project name differs',
    detail: () => 'A name never changes: leave the member name out, or repeat the name that the project has.',
  },
  'deid-project-fixed': {
    status: 422,
    title: 'Project of the pseudonyms differs',
    detail: () =>
      'A project keeps the pseudonyms that it was provisioned with: leave the member deid_project_id out, or repeat it.',
  },
  'export-credential-missing': {
    status: 422,
    title: 'Export target without a credential',
    detail: () =>
      'Give the sftpexporttarget a password or a key: one is kept only as long as host, port and user stay as they are.',
  },
  'owners-missing': {
    status: 422,
    title: 'No owners',
    detail: () => 'A project keeps at least one owner.',
  },
  'unknown-deid-project': {
    status: 422,
    title: 'Project of the pseudonyms unknown',
    detail: () => 'The member deid_project_id must be the id of a project.',
  },
  'keyfile-recipient-invalid': {
    status: 422,
    title: 'Keyfile recipient invalid',
    detail: () => 'The member keyfile_recipient must be an age public key, which begins with age1.',
  },
  'unknown-token': {
    status: 404,
    title: 'Token unknown',
    detail: () => 'No token with this id has been issued.',
  },
  'unknown-dataset': {
    status: 404,
    title: 'Dataset unknown',
    detail: () => 'There is no such dataset.',
  },
  'dataset-withdrawn': {
    status: 410,
    title: 'Dataset withdrawn',
    detail: () => 'The dataset was withdrawn, and its files have been removed.',
  },
  'not-a-reader': {
    status: 403,
    title: 'Dataset not readable',
    detail: () => 'Only active owners of the project, and members of its authgroup, may read the dataset.',
  },
  'keyfile-missing': {
    status: 404,
    title: 'No keyfile',
    detail: () => 'The import of this dataset made no keyfile.',
  },
} satisfies Partial<ProblemTable>
