import type { RunningService } from './running-service'

export interface JsonAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: Readonly<Record<string, unknown>>
}

const jsonAnswer = async (response: Response): Promise<JsonAnswer> => ({
  status: response.status,
  headers: response.headers,
  body: (await response.json()) as JsonAnswer['body'],
})

/** A call of `/management/provision/…`, as a third party's backend sends it. */
export async function manage(
  running: Pick<RunningService, 'url' | 'managementJwt'>,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<JsonAnswer> {
  const authorization = `Bearer ${await running.managementJwt()}`
  const sent =
    body === undefined
      ? { headers: { authorization } }
      : { headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(body) }
  return jsonAnswer(await fetch(`${running.url}/management/provision/${path}`, { method, ...sent }))
}

/** The id of a token stands before its secret. */
export const tokenIdOf = (token: string): string => token.slice(0, token.indexOf('.'))

/** `POST /-/token/status`, by the token alone. */
export const tokenStatus = async (url: string, token: string): Promise<JsonAnswer> =>
  jsonAnswer(await fetch(`${url}/-/token/status`, { method: 'POST', body: new URLSearchParams({ token }) }))

/** `POST /-/token/result`, by the token alone. */
export const fetchResult = (url: string, token: string, part?: 'keyfile'): Promise<Response> =>
  fetch(`${url}/-/token/result`, {
    method: 'POST',
    body: new URLSearchParams(part === undefined ? { token } : { token, part }),
  })

/** `GET` with the data credential of a user. */
export const readAs = async (running: RunningService, user: string, url: string): Promise<Response> =>
  fetch(url, { headers: { authorization: `Bearer ${await running.dataJwt(user)}` } })
