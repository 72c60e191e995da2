export type Json = Readonly<Record<string, unknown>>

/** What the service answered: nothing here is made up. */
export interface Answer {
  readonly status: number
  readonly body: Json
}

export interface DemoClient {
  provision(what: 'user' | 'project' | 'uploadtoken', body: Json): Promise<Answer>
  upload(kind: 'dataset' | 'external_dataset' | 'ephemeral_dataset', token: string): Promise<Answer>
  /** The result of an ephemeral import: the table, or the answer that there is none. */
  result(token: string): Promise<string | Answer>
  /** A table, as its owner reads it. */
  read(url: string): Promise<string>
  /** The history, an event each. */
  history(): Promise<readonly Json[]>
}

export interface DemoClientOptions {
  readonly url: string
  readonly managementJwt: string
  readonly dataJwt: string
  readonly csv: Uint8Array
  readonly definition: Uint8Array
}

/** The three parties around the service, as HTTP clients: backend, browser and reader. */
export function demoClient({ url, managementJwt, dataJwt, csv, definition }: DemoClientOptions): DemoClient {
  const management = { authorization: `Bearer ${managementJwt}` }
  return {
    provision: async (what, body) =>
      answerOf(
        await fetch(`${url}/management/provision/${what}`, {
          method: 'POST',
          headers: { ...management, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      ),
    async upload(kind, token) {
      const form = new FormData()
      form.set('token', token)
      form.set('file_csv', new Blob([csv]), 'patients.csv')
      form.set('file_def', new Blob([definition]), 'patients.xml')
      return answerOf(await fetch(`${url}/-/token/${kind}_import`, { method: 'POST', body: form }))
    },
    async result(token) {
      const body = new URLSearchParams({ token })
      const answer = await fetch(`${url}/-/token/result`, { method: 'POST', body })
      return answer.ok ? answer.text() : answerOf(answer)
    },
    async read(tableUrl) {
      const answer = await fetch(tableUrl, { headers: { authorization: `Bearer ${dataJwt}` } })
      return answer.text()
    },
    async history() {
      const answer = await fetch(`${url}/management/audit/events`, { headers: management })
      const lines = (await answer.text()).trim().split('\n')
      return lines.map((line) => JSON.parse(line) as Json)
    },
  }
}

const answerOf = async (answer: Response): Promise<Answer> => ({
  status: answer.status,
  body: (await answer.json()) as Json,
})
