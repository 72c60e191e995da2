import type { Answer, DemoClient, Json } from './client'
import { firstLines, heading, tableOf } from './layout'

/** The main job as a story over the HTTP API, told to a person. */
export async function tell(client: DemoClient, csv: string, print: (text: string) => void): Promise<void> {
  const newToken = async () => {
    const { body } = expect(201, await client.provision('uploadtoken', { project: 1, user: 'jdoe' }))
    return String(body.token)
  }

  print(heading('The table as it arrives: UCI Heart Disease'))
  print(firstLines(csv, 4))

  print(heading('Management provisions a user, a project, and a token for one upload'))
  const user = expect(201, await client.provision('user', { user: 'jdoe', groups: ['cardiology'] }))
  print(`user     ${JSON.stringify(user.body)}`)
  const description = { name: 'Heart study', description: 'For the demonstration', owner: 'jdoe' }
  const project = expect(201, await client.provision('project', description))
  print(`project  ${JSON.stringify(project.body)}`)
  const token = await newToken()
  print(`token    ${token}`)

  print(heading('dataset_import: de-identified as it arrives, and kept'))
  const kept = expect(200, await client.upload('dataset', token))
  const dataset = datasetOf(kept)
  print(`${kept.status} ${kept.body.status}: ${dataset.rows} rows at ${dataset.url}`)
  print(tableOf(['name', 'type', 'action'], dataset.columns as readonly Json[]))
  print('\nWhat its owner reads:')
  print(firstLines(await client.read(String(dataset.url)), 4))

  print(heading('The same token a second time: refused'))
  const refused = expect(409, await client.upload('dataset', token))
  print(`${refused.status} ${refused.body.code}: ${refused.body.detail}`)

  print(heading('external_dataset_import: found at its external uuid'))
  const external = expect(200, await client.upload('external_dataset', await newToken()))
  const { url } = datasetOf(external)
  print(`${external.status} ${external.body.status}: ${url}`)
  print(firstLines(await client.read(String(url)), 2))

  print(heading('ephemeral_dataset_import: delivered once, then forgotten'))
  const ephemeral = await newToken()
  const waiting = expect(200, await client.upload('ephemeral_dataset', ephemeral))
  print(`${waiting.status} ${waiting.body.status}: the result waits for whoever has the token`)
  print(firstLines(expectTable(await client.result(ephemeral)), 2))
  const again = expectNoTable(await client.result(ephemeral))
  print(`Asked for once more: ${again.status} ${again.body.code}`)

  print(heading('What the history holds'))
  print(tableOf(['position', 'type', 'stream'], await client.history()))
}

function expect(status: number, answer: Answer): Answer {
  if (answer.status !== status) throw new Error(`an answer of ${answer.status}: ${answer.body.code}`)
  return answer
}

const datasetOf = ({ body }: Answer): Json => body.dataset as Json

function expectTable(result: string | Answer): string {
  if (typeof result !== 'string') throw new Error(`no result: ${result.body.code}`)
  return result
}

function expectNoTable(result: string | Answer): Answer {
  if (typeof result === 'string') throw new Error('a result was delivered twice')
  return result
}
