import { credentialSigner, type SignerKind, signedBy, signerKinds } from '../support/credential-signer'
import { connectRaw, type RawAnswer, type RawConnection } from '../support/raw-http'
import { type RunningService, runService } from '../support/running-service'
import { type ForgersWorld, forgeries, oddities } from './forgeries'

const calls = {
  management: 'GET /management/provision/user',
  data: 'GET /-/dataset',
}

/** What is the same of two answers when nothing but the request tells them apart. */
const comparable = ({ status, headers: { date: _date, ...headers }, body }: RawAnswer) => ({
  status,
  headers,
  body: body.replace(/"request_id":"[^"]{36}"/, '"request_id":"…"'),
})

async function ask(
  connection: RawConnection,
  line: string,
  authorization: string | readonly string[] = [],
): Promise<RawAnswer> {
  const headers = [authorization].flat().map((value) => `Authorization: ${value}\r\n`)
  await connection.send(`${line} HTTP/1.1\r\nHost: aperture.example\r\n${headers.join('')}\r\n`)
  return connection.answer()
}

const portOf = ({ url }: RunningService) => Number(new URL(url).port)

async function withConnection<T>(running: RunningService, use: (connection: RawConnection) => Promise<T>) {
  const connection = await connectRaw(portOf(running))
  try {
    return await use(connection)
  } finally {
    connection.end()
    await connection.closed
  }
}

describe.each(signerKinds)(
  'Management: `Authorization: Bearer <JWT>` and Data, with %s',
  (kind: SignerKind) => {
    const management = credentialSigner(kind)
    const data = credentialSigner(kind)
    const own = credentialSigner(kind)
    let running: RunningService
    let worlds: Readonly<Record<keyof typeof calls, ForgersWorld>>

    beforeAll(async () => {
      running = await runService({ credentialKeys: { management: management.key, data: data.key } })
      await running.provisionUser('jdoe')
      const project = await running.provisionProject('Census', 'jdoe')
      const uploadToken = await running.issueToken({ projectId: project, user: 'jdoe' })
      const exp = Math.floor(Date.now() / 1_000) + 600
      worlds = {
        management: {
          signer: management,
          otherKind: data,
          own,
          claims: { aud: 'aperture-management', exp, identity: 'portal' },
          otherAudience: 'aperture-data',
          subject: 'identity',
          uploadToken,
        },
        data: {
          signer: data,
          otherKind: management,
          own,
          claims: { aud: 'aperture-data', exp, sub: 'jdoe' },
          otherAudience: 'aperture-management',
          subject: 'sub',
          uploadToken,
        },
      }
    })
    afterAll(() => running.end())

    describe.each(['management', 'data'] as const)('%s', (purpose) => {
      test.each(oddities)('takes %s', async (_what, make) =>
        withConnection(running, async (connection) => {
          const answer = await ask(connection, calls[purpose], make(worlds[purpose]))
          expect(answer.status).toBe(200)
        }),
      )

      test('refuses every forgery with one and the same 401', async () =>
        withConnection(running, async (connection) => {
          const reference = comparable(await ask(connection, calls[purpose]))
          expect(reference).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } })
          for (const [what, forge] of forgeries) {
            const answer = await ask(connection, calls[purpose], forge(worlds[purpose]))
            expect({ what, ...comparable(answer) }).toEqual({ what, ...reference })
          }
        }))

      test('refuses 100 kB before it is read', async () =>
        withConnection(running, async (connection) => {
          const { signer, claims } = worlds[purpose]
          const long = signedBy(signer, { ...claims, more: 'x'.repeat(75_000) })
          expect((await ask(connection, calls[purpose], `Bearer ${long}`)).status).toBe(431)
        }))
    })

    test('Data: a good credential of a user who is not provisioned is 403', async () =>
      withConnection(running, async (connection) => {
        const bearer = signedBy(data, { ...worlds.data.claims, sub: 'nobody' })
        expect((await ask(connection, calls.data, `Bearer ${bearer}`)).status).toBe(403)
      }))

    test('a forgery leaves a line in the log, and nothing of itself', async () =>
      withConnection(running, async (connection) => {
        const forged = signedBy(own, worlds.management.claims)
        await ask(connection, calls.management, `Bearer ${forged}`)
        const line = '"code":"unauthenticated","client":"127.0.0.1","msg":"a credential was refused"'
        expect(running.logged()).toContain(line)
        for (const part of forged.split('.')) expect(running.logged()).not.toContain(part)
      }))
  },
)
