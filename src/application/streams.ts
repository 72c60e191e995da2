/** The only place where an id becomes the name of a stream. A category holds no hyphen. */
export const streams = {
  store: 'store-self',
  projectNumbers: 'projectNumber-all',
  uploadToken: (tokenId: string) => `uploadToken-${tokenId}`,
  user: (userId: string) => `user-${userId}`,
  userName: (digest: string) => `userName-${digest}`,
  project: (projectId: number) => `project-${projectId}`,
  projectName: (digest: string) => `projectName-${digest}`,
  dataset: (importId: string) => `dataset-${importId}`,
  ephemeralImport: (importId: string) => `ephemeralImport-${importId}`,
  catalogue: (uuid: string) => `catalogue-${uuid}`,
  refusals: (tokenId: string) => `refusal-${tokenId}`,
  access: (datasetId: string) => `access-${datasetId}`,
} as const
