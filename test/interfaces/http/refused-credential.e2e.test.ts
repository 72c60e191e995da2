import { asManager, type RunningApp, send, withApp } from './running-app'

const told = ({ logged }: RunningApp) =>
  logged.filter(({ message }) => message === 'a credential was refused')

const wrong = { Authorization: 'Bearer wrong' }
const fromAfar = { 'X-Forwarded-For': '198.51.100.1, 203.0.113.7' }
const management = '/management/provision/user/:user'
const proxy = { trustedProxies: [{ address: '127.0.0.0', prefix: 8 }] }

test('APERTURE_TRUST_PROXY: the log tells where a refused credential came from, and that proxies are believed', () =>
  withApp({}, proxy, async (app) => {
    expect(
      (await send(app, 'GET', '/management/provision/user/jdoe', { ...wrong, ...fromAfar })).status,
    ).toBe(401)
    expect((await send(app, 'GET', '/-/dataset', { ...wrong, ...fromAfar })).status).toBe(401)
    const fields = { code: 'unauthenticated', client: '203.0.113.7' }
    expect(told(app)).toEqual([
      {
        level: 'info',
        message: 'a credential was refused',
        fields: { request_id: 'request-1', route: management, ...fields },
      },
      {
        level: 'info',
        message: 'a credential was refused',
        fields: { request_id: 'request-2', route: '/-/dataset', ...fields },
      },
    ])
  }))

test('whoever is no trusted proxy is not believed', () =>
  withApp({}, {}, async (app) => {
    await send(app, 'GET', '/-/dataset', { ...wrong, ...fromAfar })
    expect(told(app)).toMatchObject([{ fields: { client: '127.0.0.1' } }])
  }))

test.each([
  ['token-invalid', 1],
  ['token-expired', 0],
] as const)('an upload that is refused as %s leaves %i such lines', (code, count) => {
  const answer = { outcome: 'refused', refusal: { code }, record: null, spentBy: null } as const
  return withApp({ importDataset: async () => answer }, proxy, async (app) => {
    const type = { 'Content-Type': 'multipart/form-data; boundary=b' }
    const body = '--b\r\nContent-Disposition: form-data; name="token"\r\n\r\nno-token\r\n--b--\r\n'
    await send(app, 'POST', '/-/token/dataset_import', { ...type, ...fromAfar }, body)
    expect(told(app).map(({ fields: { client } }) => client)).toEqual(Array(count).fill('203.0.113.7'))
    expect(JSON.stringify(app.logged)).not.toContain('no-token')
  })
})

test('of a good credential, of none, and of whatever else is refused no address is kept', () =>
  withApp({ showUser: async () => null }, proxy, async (app) => {
    for (const headers of [asManager, {}]) {
      await send(app, 'GET', '/management/provision/user/jdoe', { ...headers, ...fromAfar })
      await send(app, 'GET', '/nothing', { ...headers, ...fromAfar })
      await send(app, 'PATCH', '/-/dataset', { ...headers, ...fromAfar })
    }
    expect(app.logged).toHaveLength(6)
    expect(JSON.stringify(app.logged)).not.toMatch(/203\.0\.113|198\.51\.100|127\.0\.0\.1/)
  }))
