import { EventStoreDBClient } from '@eventstore/db-client'
import {
  InvalidConnectionString,
  parseConnectionString,
} from '../../../src/infrastructure/eventstoredb/connection-string'
import { openEventStoreDbEventStore } from '../../../src/infrastructure/eventstoredb/event-store'

const here = encodeURIComponent(__filename)
const secret = 'Tr0ub4dor'

describe('a connection string', () => {
  it('names one server, over TLS and at port 2113 unless it says otherwise', () => {
    expect(parseConnectionString('esdb://events.example')).toStrictEqual({
      hosts: [{ address: 'events.example', port: 2113 }],
      isCluster: false,
      tls: true,
    })
    expect(parseConnectionString(' esdb://localhost:2114/?tls=false ')).toStrictEqual({
      hosts: [{ address: 'localhost', port: 2114 }],
      isCluster: false,
      tls: false,
    })
  })

  it('names a cluster by its hosts, or by one name for all', () => {
    expect(parseConnectionString('esdb://a:1,b:2,c').hosts).toStrictEqual([
      { address: 'a', port: 1 },
      { address: 'b', port: 2 },
      { address: 'c', port: 2113 },
    ])
    expect(parseConnectionString('esdb://a:1,b:2').isCluster).toBe(true)
    expect(parseConnectionString('esdb+discover://cluster.example').isCluster).toBe(true)
  })

  it('has credentials, percent-encoded, whose password may hold a colon', () => {
    const { credentials } = parseConnectionString('esdb://us%40er:p%2Fa:b@localhost')
    expect(credentials).toStrictEqual({ username: 'us@er', password: 'p/a:b' })
  })

  it('has the options of the client, in any case', () => {
    const options =
      'TLS=true&tls_ca_file=%2Fetc%2Fca.pem&userCertFile=c&userKeyFile=k&connectionName=one&nodePreference=Follower' +
      '&maxDiscoverAttempts=3&discoveryInterval=50&gossipTimeout=2&keepAliveInterval=-1&keepAliveTimeout=900' +
      '&defaultDeadline=5&throwOnAppendFailure=false&tlsVerifyCert=true'
    expect(parseConnectionString(`esdb+discover://localhost?${options}`)).toStrictEqual({
      hosts: [{ address: 'localhost', port: 2113 }],
      isCluster: true,
      tls: true,
      tlsCAFile: '/etc/ca.pem',
      userCertFile: 'c',
      userKeyFile: 'k',
      connectionName: 'one',
      nodePreference: 'follower',
      maxDiscoverAttempts: 3,
      discoveryInterval: 50,
      gossipTimeout: 2,
      keepAliveInterval: -1,
      keepAliveTimeout: 900,
    })
  })

  it.each([
    'esdb://localhost',
    'esdb://localhost:2113/?tls=false',
    'esdb://a:1,b:2?nodePreference=read_only_replica',
    'esdb+discover://u:p@localhost',
  ])('%s is one to the client, too', (text) => {
    expect(() => parseConnectionString(text)).not.toThrow()
    expect(() => EventStoreDBClient.connectionString(text)).not.toThrow()
  })

  it.each([
    ['with tls=false and credentials', `esdb://admin:${secret}@localhost?tls=false`, 'never be sent'],
    ['of another kind', `http://admin:${secret}@localhost`, 'esdb://'],
    ['without a host', `esdb://admin:${secret}@`, 'esdb://'],
    ['with a user and no password', `esdb://${secret}@localhost`, 'user:password'],
    ['with a port that is none', `esdb://admin:${secret}@localhost:70000`, 'host:port'],
    ['with a host that is none', `esdb://admin:${secret}@local host`, 'host:port'],
    ['whose password is not encoded', `esdb://admin:${secret}%@localhost`, 'percent-encoded'],
    ['whose password breaks the string', `esdb://admin:x@${secret}@localhost`, 'esdb://'],
    [
      'with an option of nobody',
      `esdb://admin:${secret}@localhost?${secret}=1`,
      'an option that is none of tls',
    ],
    ['with an option without a value', `esdb://admin:${secret}@localhost?tls`, 'an option'],
    ['with tls neither true nor false', `esdb://localhost?tls=${secret}`, 'tls neither'],
    ['that verifies no certificate', `esdb://admin:${secret}@localhost?tlsVerifyCert=false`, 'tlsCAFile'],
    ['with half a certificate', `esdb://admin:${secret}@localhost?userCertFile=c`, 'takes both'],
    ['with an unknown preference', `esdb://localhost?nodePreference=${secret}`, 'nodePreference'],
    ['with a number that is none', `esdb://localhost?gossipTimeout=${secret}`, 'gossipTimeout'],
    ['that asks too often', `esdb://admin:${secret}@localhost?keepAliveInterval=500`, 'at least 10000'],
    [
      'with certificates that are none',
      `esdb://admin:${secret}@localhost?userCertFile=${here}&userKeyFile=${here}`,
      'certificates',
    ],
    [
      'with a file that is not there',
      `esdb://admin:${secret}@localhost?tlsCAFile=${secret}.pem`,
      'tlsCAFile',
    ],
  ])('%s is refused at the start, and nothing of it is quoted', async (_, connectionString, fault) => {
    const warned = jest.spyOn(console, 'warn').mockImplementation(() => {})
    const opening = openEventStoreDbEventStore({ connectionString, streamPrefix: 'aperture.' })
    await expect(opening).rejects.toThrow(InvalidConnectionString)
    await expect(opening).rejects.toThrow(fault)
    const thrown = await opening.catch((refusal: Error) => `${refusal.message} ${refusal.stack}`)
    expect(thrown).not.toContain(secret)
    expect(warned).not.toHaveBeenCalled()
    warned.mockRestore()
  })
})
