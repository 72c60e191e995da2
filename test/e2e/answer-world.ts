import { randomUUID } from 'node:crypto'
import { identifierOf, uploadWith } from '../support/external-upload'
import { manage, tokenIdOf } from '../support/http-clients'
import { type RunningService, runService } from '../support/running-service'

/** A service with something of everything, so that each of its operations can give each of its answers. */
export interface AnswerWorld {
  readonly running: RunningService
  readonly project: number
  readonly manager: Readonly<Record<string, string>>
  /** Credentials of data: an owner, a user who may read nothing, and nobody who is provisioned. */
  readonly owner: Readonly<Record<string, string>>
  readonly stranger: Readonly<Record<string, string>>
  readonly nobody: Readonly<Record<string, string>>
  /** By id and by external uuid. */
  readonly kept: { readonly id: string; readonly uuid: string }
  readonly withdrawn: { readonly id: string; readonly uuid: string }
  /** One that an ephemeral import has spent, whose result waits. */
  readonly resultToken: string
  readonly exhaustedToken: string
  issue(): Promise<string>
}

export const pageOrigin = 'https://page.example'
const refusalsUntilExhausted = 20

export async function answerWorld(): Promise<AnswerWorld> {
  const running = await runService({ env: { APERTURE_CORS_ORIGINS: pageOrigin } })
  for (const name of ['jdoe', 'stranger', 'going']) await running.provisionUser(name)
  const project = await running.provisionProject('Census', 'jdoe')
  const issue = () => running.issueToken({ projectId: project, user: 'jdoe' })
  const bearer = (jwt: string) => ({ Authorization: `Bearer ${jwt}` })
  const importAs = async (uuid: string) => {
    const { body } = await uploadWith(running, await issue(), identifierOf(uuid))
    return { id: String(body.import_id), uuid }
  }
  const kept = await importAs(randomUUID())
  const withdrawn = await importAs(randomUUID())
  await manage(running, 'DELETE', `dataset/${withdrawn.id}`)
  const resultToken = await issue()
  await uploadWith(running, resultToken, '', 'ephemeral')
  const exhaustedToken = await issue()
  for (let refusal = 0; refusal < refusalsUntilExhausted; refusal++) {
    await uploadWith(running, exhaustedToken, '', 'external')
  }
  return {
    running,
    project,
    manager: bearer(await running.managementJwt()),
    owner: bearer(await running.dataJwt('jdoe')),
    stranger: bearer(await running.dataJwt('stranger')),
    nobody: bearer(await running.dataJwt('nobody')),
    kept,
    withdrawn,
    resultToken,
    exhaustedToken,
    issue,
  }
}

/** A dataset that no other exercise reads. */
export async function importOne({ running, issue }: AnswerWorld): Promise<string> {
  const { body } = await uploadWith(running, await issue(), '', 'dataset')
  return String(body.import_id)
}

export async function issuedId({ issue }: AnswerWorld): Promise<string> {
  return tokenIdOf(await issue())
}
