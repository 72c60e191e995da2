export interface Stage {
  readonly url: string
  readonly managementJwt: string
  readonly dataJwt: string
  readonly csv: Uint8Array
  readonly definition: Uint8Array
  print(text: string): void
}

/** The main job as a story over the HTTP API, told to a person. */
export async function tell({ url, managementJwt, dataJwt, csv, definition, print }: Stage): Promise<void> {
  const management = (path: string, body: unknown) =>
    expectJson(
      fetch(`${url}/management/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${managementJwt}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    )
  const upload = (kind: string, token: string) => {
    const form = new FormData()
    form.set('token', token)
    form.set('file_csv', new Blob([csv]), 'patients.csv')
    form.set('file_def', new Blob([definition]), 'patients.xml')
    return fetch(`${url}/-/token/${kind}_import`, { method: 'POST', body: form })
  }
  const newToken = async () => {
    const issued = await management('provision/uploadtoken', { project: 1, user: 'jdoe' })
    return String(issued.token)
  }
  const chapter = (title: string) => print(`\n${title}\n${'-'.repeat(title.length)}`)

  chapter('The table as it arrives: 303 rows of UCI Heart Disease')
  print(firstLines(new TextDecoder().decode(csv), 4))

  chapter('Management provisions a user and a project')
  print(pretty(await management('provision/user', { user: 'jdoe', groups: ['cardiology'] })))
  const project = { name: 'Heart study', description: 'For the demonstration', owner: 'jdoe' }
  print(pretty(await management('provision/project', project)))

  chapter('dataset_import: de-identified and kept')
  const spent = await newToken()
  const kept = await expectJson(upload('dataset', spent))
  print(pretty(kept))
  print('\nWhat its owner reads:')
  print(firstLines(await read(kept, dataJwt), 4))

  chapter('The same token a second time: refused')
  print(pretty(await (await upload('dataset', spent)).json()))

  chapter('external_dataset_import: found at its external uuid')
  const external = await expectJson(upload('external_dataset', await newToken()))
  print(String((external.dataset as Json).url))
  print(firstLines(await read(external, dataJwt), 2))

  chapter('ephemeral_dataset_import: delivered once, then forgotten')
  const token = await newToken()
  await expectJson(upload('ephemeral_dataset', token))
  const result = () =>
    fetch(`${url}/-/token/result`, { method: 'POST', body: new URLSearchParams({ token }) })
  print(firstLines(await (await result()).text(), 2))
  const again = await result()
  print(`and once more: ${again.status} ${String(((await again.json()) as Json).code)}`)

  chapter('What the history holds')
  const history = await fetch(`${url}/management/audit/events`, {
    headers: { authorization: `Bearer ${managementJwt}` },
  })
  for (const line of (await history.text()).trim().split('\n')) print(historyLine(JSON.parse(line) as Json))
}

type Json = Readonly<Record<string, unknown>>

async function expectJson(answering: Promise<Response>): Promise<Json> {
  const answer = await answering
  const body = (await answer.json()) as Json
  if (!answer.ok) throw new Error(`an answer of ${answer.status}: ${String(body.code)}`)
  return body
}

async function read(imported: Json, dataJwt: string): Promise<string> {
  const url = String((imported.dataset as Json).url)
  return (await fetch(url, { headers: { authorization: `Bearer ${dataJwt}` } })).text()
}

const pretty = (value: unknown): string => JSON.stringify(value, null, 2)

const firstLines = (text: string, count: number): string =>
  [...text.split('\n').slice(0, count), '…'].join('\n')

const historyLine = ({ position, type, stream }: Json): string =>
  `${String(position).padStart(4)}  ${String(type).padEnd(32)} ${String(stream)}`
