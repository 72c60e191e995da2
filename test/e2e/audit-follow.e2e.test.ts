import path from 'node:path'
import { deploymentSecrets } from '../support/deployment-secrets'
import { nextEvents, type OpenedStream, openEventStream } from '../support/event-stream'
import { manage } from '../support/http-clients'
import { runAperture, startService } from '../support/processes'
import { type RunningService, runService } from '../support/running-service'
import { temporaryDirectory } from '../support/temporary-directory'
import { until } from '../support/until'

jest.setTimeout(60_000)

const row = 'GET /management/audit/events?…&follow=true'

describe(`${row} stays open as text/event-stream`, () => {
  let running: RunningService
  let followed = 0
  const opened: OpenedStream[] = []

  beforeAll(async () => {
    running = await runService()
    const { store } = running.service.ports
    const subscribe = store.subscribe
    // The ports are the service's own: how many follow is seen from within.
    Object.assign(store, {
      subscribe: async (...call: Parameters<typeof subscribe>) => {
        followed++
        await subscribe(...call).finally(() => followed--)
      },
    })
    await running.provisionUser('jdoe')
    await running.provisionUser('asmith')
    await running.provisionProject('Heart', 'jdoe')
    await running.provisionProject('Lung', 'asmith')
  })
  afterEach(async () => {
    for (const { leave } of opened.splice(0)) leave()
    await until(() => followed === 0)
  })
  afterAll(() => running.end())

  const issue = (projectId: number) =>
    running.issueToken({ projectId, user: projectId === 1 ? 'jdoe' : 'asmith' })

  async function open(query = '', headers: Readonly<Record<string, string>> = {}): Promise<OpenedStream> {
    const stream = await openEventStream(`${running.url}/management/audit/events?follow=true${query}`, {
      authorization: `Bearer ${await running.managementJwt()}`,
      ...headers,
    })
    opened.push(stream)
    return stream
  }

  async function lines(): Promise<readonly string[]> {
    const headers = { authorization: `Bearer ${await running.managementJwt()}` }
    const response = await fetch(`${running.url}/management/audit/events`, { headers })
    return (await response.text()).trim().split('\n')
  }

  test('first what is there, the lines of the page with their positions as ids, then what comes', async () => {
    const stream = await open()
    expect(stream.status).toBe(200)
    expect(stream.headers['content-type']).toBe('text/event-stream')
    expect(stream.headers['cache-control']).toBe('no-store')
    expect(stream.headers['x-accel-buffering']).toBe('no')
    const there = await lines()
    const received = await nextEvents(stream, there.length)
    expect(received.map(({ data }) => data)).toEqual(there)
    expect(received.map(({ id }) => id)).toEqual(there.map((line) => JSON.parse(line).position))
    await issue(1)
    const [next] = await nextEvents(stream, 1)
    expect(JSON.parse(next?.data ?? '')).toMatchObject({ type: 'TokenIssued.v1', data: { projectId: 1 } })
  })

  test('filters apply', async () => {
    const stream = await open(`&project=2&since=${new Date().toISOString()}`)
    await issue(1)
    await issue(2)
    const [next] = await nextEvents(stream, 1)
    expect(JSON.parse(next?.data ?? '')).toMatchObject({ type: 'TokenIssued.v1', data: { projectId: 2 } })
  })

  test('Last-Event-ID goes on behind that event, whatever from says', async () => {
    const there = await lines()
    const [third, fourth] = there.slice(2, 4).map((line) => JSON.parse(line).position)
    const resumed = await open('&from=0', { 'Last-Event-ID': third })
    expect((await nextEvents(resumed, 1))[0]?.id).toBe(fourth)
    const from = await open(`&from=${third}`)
    expect((await nextEvents(from, 1))[0]?.id).toBe(fourth)
    const unreadable = await open('', { 'Last-Event-ID': 'third' })
    expect(unreadable.status).toBe(400)
  })

  test('fifty that come and go leave nothing behind', async () => {
    const streams = await Promise.all(Array.from({ length: 50 }, () => open()))
    for (const stream of streams) await nextEvents(stream, 1)
    expect(followed).toBe(50)
    for (const { leave } of streams) leave()
    await until(() => followed === 0)
    // There is room for others, too.
    const again = await Promise.all(Array.from({ length: 64 }, () => open()))
    expect(again.map(({ status }) => status)).toEqual(again.map(() => 200))
    const refused = await open()
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '10'])
  })

  test('HEAD tells what there would be, and follows nothing', async () => {
    const url = `${running.url}/management/audit/events?follow=true`
    const headers = { authorization: `Bearer ${await running.managementJwt()}` }
    const answer = await fetch(url, { method: 'HEAD', headers })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    expect(followed).toBe(0)
  })
})

test(`${row} tells what another process has stored, and ends at once on SIGTERM`, async () => {
  const directory = await temporaryDirectory()
  const secrets = deploymentSecrets()
  const variables = { APERTURE_DATA_DIR: path.join(directory.path, 'data'), ...secrets.env }
  const service = await startService(variables)
  try {
    await manage({ url: service.url, managementJwt: secrets.managementJwt }, 'POST', 'user', { user: 'jdoe' })
    const { events } = await openEventStream(`${service.url}/management/audit/events?follow=true`, {
      authorization: `Bearer ${await secrets.managementJwt()}`,
    })
    await nextEvents({ events }, 3)
    const added = await runAperture(['user', 'add', 'asmith'], variables)
    expect(added.end).toBe(0)
    const [provisioned, claimed] = await nextEvents({ events }, 2)
    expect(JSON.parse(provisioned?.data ?? '')).toMatchObject({ type: 'UserProvisioned.v1' })
    expect(JSON.parse(claimed?.data ?? '')).toMatchObject({ metadata: { actor: { kind: 'cli' } } })

    service.signal('SIGTERM')
    // It ends as an answer that is whole: a stream that broke off would reject.
    expect((await events.next()).done).toBe(true)
    expect((await service.ended).end).toBe(0)
  } finally {
    service.signal('SIGKILL')
    await service.ended
    await directory.remove()
  }
})
