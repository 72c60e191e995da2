import { createHash } from 'node:crypto'
import { openApiDocument } from '../../../src/interfaces/http/openapi/document'
import { placedOperations } from '../../../src/interfaces/http/openapi/occurrences'
import { problems } from '../../../src/interfaces/http/problems'
import { problem, type RunningApp, send, startApp } from './running-app'

let app: RunningApp
beforeAll(async () => {
  app = await startApp({})
})
afterAll(() => app.close())

const document = openApiDocument({ version: '1.2.3', publicUrl: 'https://aperture.example' })

/** What a page that needs nothing but itself may not have. */
const foreign = /<(?:script|link|img|iframe|object|embed|form|base)\b|\bon\w+=|\bstyle=|url\(|@import|\bsrc=/i

const linksIn = (page: string): readonly string[] =>
  [...page.matchAll(/\bhref="([^"]*)"/g)].map(([, target]) => target ?? '')
const anchorsIn = (page: string): readonly string[] =>
  [...page.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id ?? '')

function expectSealed({ headers, body }: Awaited<ReturnType<typeof send>>): void {
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  const [, style = ''] = /<style>(.*?)<\/style>/s.exec(body) ?? []
  const hash = createHash('sha256').update(style).digest('base64')
  expect(headers['content-security-policy']).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  )
  expect(body).not.toMatch(foreign)
  expect(linksIn(body).filter((target) => !/^(#|\/-\/)/.test(target))).toEqual([])
}

test('GET /-/openapi.json is the description', async () => {
  const answer = await send(app, 'GET', '/-/openapi.json')
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json'])
  expect(JSON.parse(answer.body)).toEqual(JSON.parse(JSON.stringify(document)))
})

describe('GET /-/docs', () => {
  test('is a page that loads nothing, runs nothing, and stands in no other page', async () => {
    const answer = await send(app, 'GET', '/-/docs')
    expect(answer.status).toBe(200)
    expectSealed(answer)
  })

  test('has every operation with its problems, and what it links to', async () => {
    const { body } = await send(app, 'GET', '/-/docs')
    const anchors = anchorsIn(body)
    expect(new Set(anchors).size).toBe(anchors.length)
    for (const { operation, path } of placedOperations(document)) {
      expect(anchors).toContain(operation.operationId)
      expect(body).toContain(`<span>${path}</span>`)
    }
    const inside = linksIn(body).filter((target) => target.startsWith('#'))
    expect(inside.filter((target) => !anchors.includes(target.slice(1)))).toEqual([])
    const outside = new Set(linksIn(body).filter((target) => !target.startsWith('#')))
    for (const target of outside)
      expect([target, (await send(app, 'GET', target)).status]).toEqual([target, 200])
  })
})

describe('GET /-/problems/<code>', () => {
  test.each(Object.keys(problems))('%s is explained, for people and for machines', async (code) => {
    const page = await send(app, 'GET', `/-/problems/${code}`, { Accept: 'text/html,*/*;q=0.8' })
    expect(page.status).toBe(200)
    expectSealed(page)
    expect(page.body).toContain(`<code>${code}</code>`)
    const { status, body } = await send(app, 'GET', `/-/problems/${code}`, { Accept: 'application/json' })
    const { title } = problems[code as keyof typeof problems]
    expect([status, JSON.parse(body)]).toMatchObject([200, { type: `/-/problems/${code}`, code, title }])
  })

  test('token-expired says what an upload is told', async () => {
    const { body } = await send(app, 'GET', '/-/problems/token-expired', { Accept: 'application/json' })
    expect(JSON.parse(body)).toEqual({
      type: '/-/problems/token-expired',
      code: 'token-expired',
      title: 'Token expired',
      statuses: [403],
      details: ['The time window of the token is over: ask for a new one.'],
      retry: ['new-token'],
    })
  })

  test('unknown-user has the statuses of the places where it occurs', async () => {
    const { body } = await send(app, 'GET', '/-/problems/unknown-user', { Accept: 'application/json' })
    expect(JSON.parse(body)).toMatchObject({ statuses: [403, 404, 422] })
  })

  test('a code that there is not is not found', async () => {
    const answer = await send(app, 'GET', '/-/problems/constructor')
    expect([answer.status, problem(answer).code]).toEqual([404, 'not-found'])
  })

  test('a form that there is not is not acceptable', async () => {
    const answer = await send(app, 'GET', '/-/problems/token-expired', { Accept: 'image/png' })
    expect([answer.status, problem(answer).code]).toEqual([406, 'not-acceptable'])
  })
})
