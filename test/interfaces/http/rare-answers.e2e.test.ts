import http from 'node:http'
import { asManager, problem, type RawAnswer, type RunningApp, send, sendJson, withApp } from './running-app'

/* What a service that does its work in time has no occasion for, held against the description as all answers are. */

const codeOf = (answer: RawAnswer) => [answer.status, problem(answer).code]

test('500 internal: the service fails', () => {
  const listUsers = async () => {
    throw new Error('a fault')
  }
  return withApp({ listUsers }, {}, async (app) => {
    const answer = await send(app, 'GET', '/management/provision/user', asManager)
    expect(codeOf(answer)).toEqual([500, 'internal'])
  })
})

test('503 not-ready: the service can not do its work now', () =>
  withApp({}, { ready: async () => ({ ready: false, reason: 'starting' }) }, async (app) => {
    expect(codeOf(await send(app, 'GET', '/-/health/ready'))).toEqual([503, 'not-ready'])
  }))

test('504 outcome-unknown: nobody knows yet what came of an import', () => {
  const refusal = { code: 'outcome-unknown', importId: '6f1c2a34-9a1e-4c0b-8d5e-0b8f5a2d7c11' } as const
  const importDataset = async () => ({ outcome: 'refused', refusal, record: null, spentBy: null }) as const
  return withApp({ importDataset }, {}, async (app) => {
    const headers = { 'Content-Type': 'multipart/form-data; boundary=b' }
    const answer = await send(app, 'POST', '/-/token/dataset_import', headers, '--b--\r\n')
    expect(codeOf(answer)).toEqual([504, 'outcome-unknown'])
  })
})

test('408 body-idle: a body does not come', () =>
  withApp({}, { patience: { idleMs: 50 } }, async (app) => {
    expect(codeOf(await begun(app, '/management/provision/user'))).toEqual([408, 'body-idle'])
  }))

test('a body that comes in time is read', () => {
  const provisionUser = async () => ({ outcome: 'provisioned', userId: 'u' }) as const
  return withApp({ provisionUser }, { patience: { idleMs: 5_000 } }, async (app) => {
    const answer = await sendJson(app, 'POST', '/management/provision/user', { user: 'jdoe' })
    expect(answer.status).toBe(201)
  })
})

/** The answer to a request whose body begins and does not go on. */
const begun = ({ port }: RunningApp, path: string): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const headers = { ...asManager, 'Content-Type': 'application/json', 'Content-Length': '100' }
    const request = http.request({ port, method: 'POST', path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    request.on('error', reject)
    request.write('{"user":')
  })
