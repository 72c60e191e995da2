import { until } from '../until'
import { bareClients, failureOf, happened, placesOf } from './bare-client'

const { start, connect } = bareClients()

async function startCluster() {
  const leader = await start()
  const follower = await start({ log: leader.log, follower: true })
  const everyone = `esdb://127.0.0.1:${leader.port},127.0.0.1:${follower.port}?tls=false`
  return { leader, follower, everyone }
}

const append = { requiresLeader: true, expectedRevision: 'no_stream' } as const

test('a client of a cluster finds its leader by what any member tells', async () => {
  const { leader, follower, everyone } = await startCluster()
  await connect(everyone).appendToStream('s', happened(), append)
  const one = `esdb+discover://127.0.0.1:${follower.port}?tls=false`
  await connect(one).appendToStream('t', happened(), append)
  expect([leader.counters.appends, follower.counters.appends]).toEqual([2, 0])
})

test('a member that has died is none to go to', async () => {
  const { leader, follower, everyone } = await startCluster()
  await leader.stop()
  await connect(everyone).appendToStream('s', happened(), { expectedRevision: 'no_stream' })
  expect(follower.counters.appends).toBe(1)
  follower.lead()
  await connect(everyone).appendToStream('t', happened(), append)
  expect(follower.counters.appends).toBe(2)
})

test('a follower serves who does not insist on the leader', async () => {
  const { follower } = await startCluster()
  const client = connect(follower.connectionString)
  await client.appendToStream('s', happened(), { expectedRevision: 'no_stream' })
  expect(await placesOf(client.readStream('s'))).toEqual(['s@0'])
})

test('a follower sends who insists on the leader to it, over all shapes of a call', async () => {
  const { leader, follower } = await startCluster()
  const notLeader = { type: 'not-leader', leader: { address: '127.0.0.1', port: leader.port } }
  const client = () => connect(follower.connectionString)
  expect(await failureOf(client().appendToStream('s', happened(), append))).toMatchObject(notLeader)
  const read = client().readStream('s', { requiresLeader: true })
  expect(await failureOf(placesOf(read))).toMatchObject(notLeader)
  const subscription = client().subscribeToAll({ requiresLeader: true })
  expect(await failureOf(placesOf(subscription))).toMatchObject(notLeader)
  expect(await failureOf(client().deleteStream('s', { requiresLeader: true }))).toMatchObject(notLeader)
})

test('the same client goes to the leader by itself once it was told so', async () => {
  const { leader, follower } = await startCluster()
  const client = connect(follower.connectionString)
  await failureOf(client.appendToStream('s', happened(), append))
  await client.appendToStream('s', happened(), append)
  expect(leader.counters.appends).toBe(1)
})

test('a change of the leader breaks the appends under way and the subscriptions that insist on it', async () => {
  const { leader, follower, everyone } = await startCluster()
  const client = connect(everyone)
  await client.appendToStream('s', happened(), append)
  const bound = client.subscribeToAll({ requiresLeader: true })
  const unbound = client.subscribeToAll()
  const places: string[] = []
  const errors: unknown[] = []
  bound.on('error', (error) => errors.push(error))
  bound.resume()
  unbound.on('error', () => undefined)
  unbound.on('data', ({ event }) => places.push(`${event?.streamId}@${event?.revision}`))
  await until(() => places.length === 1 && leader.counters.events.bySubscriptions === 2)
  follower.lead()
  await until(() => errors.length === 1)
  expect(errors).toMatchObject([{ type: 'not-leader', leader: { port: follower.port } }])
  await until(() => leader.counters.open.Subscribe === 1)
  expect([leader.isLeader, follower.isLeader]).toEqual([false, true])
})
