import path from 'node:path'
import type { EventMetadata } from '../../application/ports/event-store'
import type { UseCases } from '../../application/use-cases'

export const sampleUser = 'sample'

const sampleProject = { name: 'Sample', description: 'Made on the first start, to try the service with.' }
const anHour = 3_600

export interface Sample {
  readonly projectId: number
  readonly token: string
}

type Provisioning = Pick<UseCases, 'provisionUser' | 'provisionProject' | 'issueToken'>

/** Provisions someone and something to try the service with. */
export async function provisionSample(useCases: Provisioning, requestId: string): Promise<Sample> {
  const metadata: EventMetadata = {
    correlationId: requestId,
    causationId: requestId,
    actor: { kind: 'system' },
  }
  await useCases.provisionUser({ name: sampleUser, groups: [] }, metadata)
  const project = await useCases.provisionProject({ ...sampleProject, owner: sampleUser }, metadata)
  if (project.outcome === 'refused')
    throw new Error(`the sample project was refused: ${project.refusal.code}`)
  const { projectId } = project
  const token = await useCases.issueToken({ projectId, user: sampleUser, expiresInSeconds: anHour }, metadata)
  if (token.outcome === 'refused') throw new Error(`the sample token was refused: ${token.refusal.code}`)
  return { projectId, token: token.issued.token }
}

/** For a person: what to paste into another terminal. */
export function sampleText({ projectId, token }: Sample, baseUrl: string): string {
  const samples = path.resolve(__dirname, '..', '..', '..', 'samples', 'manual-example')
  const quoted = (text: string) =>
    /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
  const upload = [
    'curl -sS',
    `-F token=${token}`,
    `-F ${quoted(`file_csv=@${path.join(samples, 'patients.csv')}`)}`,
    `-F ${quoted(`file_def=@${path.join(samples, 'patients.xml')}`)}`,
    `${baseUrl}/-/token/dataset_import`,
  ]
  return `
First start: secrets were generated, and the user "${sampleUser}" owns project ${projectId}.
Paste this into another terminal to import the sample table (the token is good for one hour, once):

${upload.join(' ')}

`
}
