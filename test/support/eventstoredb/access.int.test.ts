import { streamNameFilter } from '@eventstore/db-client'
import { bareClients, failureOf, happened, placesOf } from './bare-client'
import { seed } from './seeding'

const { start, connect } = bareClients()

const users = {
  admin: { password: 'change:it', groups: ['$admins'] },
  service: { password: 'secret', groups: ['services'] },
}

async function startSecured() {
  const server = await start({ tls: true, users })
  const as = (user: string, password: string) =>
    connect(server.connectionString.replace('//', `//${user}:${encodeURIComponent(password)}@`))
  return { server, as, admin: as('admin', 'change:it'), service: as('service', 'secret') }
}

const accessDenied = { type: 'access-denied' }

describe('a server over TLS with users', () => {
  test('serves one with a name and a password', async () => {
    const { service } = await startSecured()
    await service.appendToStream('s', happened(), { expectedRevision: 'no_stream' })
    expect(await placesOf(service.readStream('s'))).toEqual(['s@0'])
  })

  test.each([
    ['one without a name', undefined],
    ['a wrong password', 'wrong'],
  ])('denies access to %s', async (_, password) => {
    const { server, as } = await startSecured()
    const client = password === undefined ? connect(server.connectionString) : as('service', password)
    const append = client.appendToStream('s', happened(), { expectedRevision: 'no_stream' })
    expect(await failureOf(append)).toMatchObject(accessDenied)
    expect(await failureOf(placesOf(client.readStream('s')))).toMatchObject(accessDenied)
    expect(await failureOf(client.deleteStream('s'))).toMatchObject(accessDenied)
    expect(server.log.all).toEqual([])
  })

  test('knows credentials that come with a call, which is then no batched one', async () => {
    const { server } = await startSecured()
    const client = connect(server.connectionString)
    await client.appendToStream('s', happened(), {
      expectedRevision: 'no_stream',
      credentials: { username: 'service', password: 'secret' },
    })
    expect(server.counters.calls).toMatchObject({ Append: 1, BatchAppend: 0 })
  })

  test('is not trusted without its certificate', async () => {
    const server = await start({ tls: true })
    const client = connect(`esdb://localhost:${server.port}?tls=true`)
    const append = client.appendToStream('s', happened(), { expectedRevision: 'no_stream' })
    expect(await failureOf(append)).toMatchObject({ code: 14 })
  })
})

describe('a user of no administrators group', () => {
  test('may by default do with user streams what it likes, and read nothing of `$all`', async () => {
    const { service } = await startSecured()
    await service.appendToStream('s', happened(), { expectedRevision: 'no_stream' })
    await service.setStreamMetadata('s', { maxCount: 7 })
    await service.deleteStream('s')
    expect(await failureOf(placesOf(service.readAll()))).toMatchObject(accessDenied)
    expect(await failureOf(placesOf(service.subscribeToAll()))).toMatchObject(accessDenied)
    const filter = streamNameFilter({ prefixes: ['s'] })
    expect(await failureOf(placesOf(service.subscribeToAll({ filter })))).toMatchObject(accessDenied)
    expect(await failureOf(placesOf(service.readStream('$settings')))).toMatchObject(accessDenied)
  })

  test('reads `$all` when the metadata of `$all` names its group', async () => {
    const { service, admin } = await startSecured()
    await admin.setStreamMetadata('$all', { acl: { readRoles: ['$admins', 'services'] } })
    expect(await placesOf(service.readAll())).toEqual(['$$$all@0'])
  })

  test('can only append and read when `$settings` say so: its history is append-only', async () => {
    const { server, service, admin } = await startSecured()
    const both = ['$admins', 'services']
    seed(server.log, '$settings', {
      type: '$settings',
      data: {
        $userStreamAcl: { $r: both, $w: both, $d: '$admins', $mr: both, $mw: '$admins' },
        $systemStreamAcl: { $r: '$admins', $w: '$admins', $d: '$admins', $mr: '$admins', $mw: '$admins' },
      },
    })
    await service.appendToStream('s', happened(), { expectedRevision: 'no_stream' })
    expect(await placesOf(service.readStream('s'))).toEqual(['s@0'])
    expect((await service.getStreamMetadata('s')).metadata).toBeUndefined()
    expect(await failureOf(service.deleteStream('s'))).toMatchObject(accessDenied)
    expect(await failureOf(service.tombstoneStream('s'))).toMatchObject(accessDenied)
    expect(await failureOf(service.setStreamMetadata('s', { maxCount: 1 }))).toMatchObject(accessDenied)
    await admin.setStreamMetadata('s', { maxCount: 1 })
  })

  test('may do with a stream what its own list says', async () => {
    const { service, admin } = await startSecured()
    await admin.appendToStream('s', happened(), { expectedRevision: 'no_stream' })
    await admin.setStreamMetadata('s', { acl: { readRoles: ['service'], writeRoles: ['$admins'] } })
    expect(await placesOf(service.readStream('s'))).toEqual(['s@0'])
    const append = service.appendToStream('s', happened(), { expectedRevision: 0n })
    expect(await failureOf(append)).toMatchObject(accessDenied)
  })
})
