import { randomUUID } from 'node:crypto'
import { auditedEvents } from '../support/audit'
import { externalAddress, identifierOf, storedPatient1, uploadWith } from '../support/external-upload'
import { manage, readAs, tokenStatus } from '../support/http-clients'
import { type RunningService, runService } from '../support/running-service'
import type { UploadRequest, UploadResponse } from '../support/upload'

let running: RunningService
beforeAll(async () => {
  running = await runService()
  await running.provisionUser('owner')
  await running.provisionUser('member', ['cardiology'])
  await running.provisionUser('former', ['cardiology'])
  await running.provisionUser('stranger', ['radiology'])
  await running.provisionProject('Heart study', 'owner', 'cardiology')
  expect((await manage(running, 'DELETE', 'user/former')).status).toBe(200)
})
afterAll(() => running.end())

const issue = (): Promise<string> => running.issueToken({ projectId: 1, user: 'owner' })

type Kind = NonNullable<UploadRequest['kind']>

const send = (token: string, identifier: string, kind: Kind = 'external'): Promise<UploadResponse> =>
  uploadWith(running, token, identifier, kind)

async function importAs(uuid: string): Promise<UploadResponse> {
  const answer = await send(await issue(), identifierOf(uuid))
  expect(answer.status).toBe(200)
  return answer
}

const addressOf = (uuid: string): string => externalAddress(running, uuid)

const claimsOf = async (uuid: string): Promise<number> =>
  (await auditedEvents(running)).filter(({ stream }) => stream === `catalogue-${uuid}`).length

describe('an external dataset', () => {
  const uuid = randomUUID()
  let imported: UploadResponse
  beforeAll(async () => {
    imported = await importAs(uuid)
  })

  test('is answered with its uuid and address', () => {
    const { import_id: id } = imported.body
    expect(imported.body).toMatchObject({
      dataset: { id, kind: 'external', uuid, url: addressOf(uuid) },
      ignored: [],
    })
  })

  test.each(['owner', 'member'])('is found at its uuid by %s, de-identified', async (user) => {
    for (const address of [addressOf(uuid), `${running.url}/-/dataset/${imported.body.import_id}`]) {
      const response = await readAs(running, user, address)
      const text = await response.text()
      expect([response.status, text.split('\n').slice(0, 2).join('\n')]).toEqual([
        200,
        storedPatient1.trimEnd(),
      ])
      expect(text).toMatch(/^patient,age\np1[a-z2-7]{26},60-69\np1[a-z2-7]{26},40-49\n$/)
    }
  })

  test.each(['stranger', 'former', 'nobody'])('is not readable by %s', async (user) => {
    const response = await readAs(running, user, addressOf(uuid))
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'not-a-reader' })
  })

  test('needs a credential for data, and the other kind is none', async () => {
    const management = `Bearer ${await running.managementJwt()}`
    const data = `Bearer ${await running.dataJwt('owner')}`
    const token = `Bearer ${await issue()}`
    const get = async (url: string, authorization?: string) => {
      const response = await fetch(url, authorization === undefined ? {} : { headers: { authorization } })
      const { code } = (await response.json()) as { readonly code?: string }
      return [response.status, response.headers.get('www-authenticate'), code]
    }
    const unauthenticated = [401, 'Bearer', 'unauthenticated']
    for (const wrong of [undefined, management, token]) {
      expect(await get(addressOf(uuid), wrong)).toEqual(unauthenticated)
    }
    for (const wrong of [undefined, data, token]) {
      expect(await get(`${running.url}/management/provision/project`, wrong)).toEqual(unauthenticated)
      expect(await get(`${running.url}/management/audit/events`, wrong)).toEqual(unauthenticated)
    }
  })

  test('keeps its uuid from a second import, whose token is still good for another', async () => {
    const token = await issue()
    const answer = await send(token, identifierOf(uuid))
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([409, null])
    expect(answer.body).toMatchObject({ code: 'external-uuid-taken', retry: 'same-token' })
    // It says nothing of who bears it.
    expect(JSON.stringify(answer.body)).not.toContain(imported.body.import_id)
    expect((await tokenStatus(running.url, token)).body).toMatchObject({ status: 'issued' })
    expect(await claimsOf(uuid)).toBe(1)
    expect((await send(token, identifierOf(randomUUID()))).status).toBe(200)
    expect(await (await readAs(running, 'owner', addressOf(uuid))).text()).toContain(storedPatient1)
  })

  test('answers 404 at a uuid that nothing bears, and at what is none', async () => {
    for (const nothing of [randomUUID(), 'none', uuid.slice(1)]) {
      const response = await readAs(running, 'owner', addressOf(nothing))
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ code: 'unknown-dataset' })
    }
  })
})

describe('the spelling of a uuid', () => {
  const spellings: readonly (readonly [string, (uuid: string) => string])[] = [
    ['upper case', (uuid) => uuid.toUpperCase()],
    ['braces', (uuid) => `{${uuid}}`],
    ['braces and upper case', (uuid) => `{${uuid.toUpperCase()}}`],
    ['urn:uuid:', (uuid) => `urn:uuid:${uuid}`],
    ['URN:UUID: and upper case', (uuid) => `urn:uuid:${uuid}`.toUpperCase()],
  ]

  test.each(spellings)('in the definition is made canonical: %s', async (_name, spell) => {
    const uuid = randomUUID()
    const answer = await send(await issue(), identifierOf(spell(uuid)))
    expect(answer.body).toMatchObject({ dataset: { uuid, url: addressOf(uuid) } })
    expect(await claimsOf(uuid)).toBe(1)
    // However it is spelt, it is the same one.
    const again = await send(await issue(), `<CatalogueIdentifier><Uuid>${uuid}</Uuid></CatalogueIdentifier>`)
    expect([again.status, again.body.code]).toEqual([409, 'external-uuid-taken'])
  })

  test.each(spellings)('in the address finds the dataset: %s', async (_name, spell) => {
    const uuid = randomUUID()
    await importAs(uuid)
    const response = await readAs(running, 'owner', addressOf(spell(uuid)))
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining(storedPatient1)])
  })
})

describe('a definition without a uuid', () => {
  const [one, other] = [randomUUID(), randomUUID()]
  test.each([
    ['no CatalogueIdentifier', '', 'external-uuid-missing'],
    ['an empty one', '<CatalogueIdentifier/>', 'external-uuid-missing'],
    ['an empty uuid', identifierOf(''), 'external-uuid-missing'],
    ['a uuid that is too short', identifierOf(one.slice(1)), 'external-uuid-missing'],
    ['a word', identifierOf('heart-study'), 'external-uuid-missing'],
    ['an open brace', identifierOf(`{${one}`), 'external-uuid-missing'],
    [
      'two that differ',
      `<CatalogueIdentifier Uuid="${one}"><Uuid>${other}</Uuid></CatalogueIdentifier>`,
      'definition-invalid',
    ],
  ])('is refused, and its token good for one with: %s', async (_what, identifier, code) => {
    const token = await issue()
    const answer = await send(token, identifier)
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ code, retry: 'same-token' })
    expect((await send(token, identifierOf(randomUUID()))).status).toBe(200)
  })
})

test.each(['dataset', 'ephemeral'] as const)(
  'an import of kind %s ignores a uuid and says so',
  async (kind) => {
    const uuid = randomUUID()
    const answer = await send(await issue(), identifierOf(uuid), kind)
    expect([answer.status, answer.body.ignored]).toEqual([200, ['CatalogueIdentifier']])
    expect(answer.body.dataset).not.toHaveProperty('uuid')
    expect(await claimsOf(uuid)).toBe(0)
    expect((await readAs(running, 'owner', addressOf(uuid))).status).toBe(404)
    await importAs(uuid)
  },
)
