import { byteForms, filesBelow, sightings } from '../support/byte-scan'
import { connectRaw } from '../support/raw-http'
import { type ExpectedRefusal, expectRefused } from '../support/refused-upload'
import { type RunningService, runService } from '../support/running-service'
import { until } from '../support/until'
import { upload, uploadEndpoint } from '../support/upload'
import {
  fieldPart,
  filePart,
  formType,
  inOrder,
  openForm,
  orders,
  postForm,
  wholeForm,
} from '../support/upload-form'
import {
  badDefinitions,
  badIdentifiers,
  definitionWith,
  goodDefinition,
  markedDefinition,
} from './bad-definitions'
import { badForms } from './bad-forms'
import { badMark as mark } from './bad-mark'
import { badRequests } from './bad-requests'
import { badHeaders, badTables, filledTable, goodTable, markedTable, raggedWithoutHeader } from './bad-tables'

const bytesAllowed = 64 * 1024

let service: RunningService
/** One with little room, and no one to seal a keyfile to. */
let tight: RunningService

beforeAll(async () => {
  service = await runService()
  tight = await runService({
    env: {
      APERTURE_MAX_COLUMNS: '3',
      APERTURE_MAX_UPLOAD_BYTES: String(bytesAllowed),
      APERTURE_MAX_RECORD_BYTES: '200',
    },
    replaced: { keyfileRecipient: null },
  })
  for (const { provisionUser, provisionProject } of [service, tight]) {
    await provisionUser('jdoe')
    await provisionProject('heart', 'jdoe')
  }
})
afterAll(async () => {
  await service.end()
  await tight.end()
})

const newToken = ({ issueToken }: RunningService) => issueToken({ projectId: 1, user: 'jdoe' })

const tablePart = (table: string | Uint8Array) => filePart('file_csv', table, `${mark}.csv`)
const definitionPart = (definition: string | Uint8Array) => filePart('file_def', definition, `${mark}.xml`)

describe.each(orders)('in the %s order', (order) => {
  const expectUsable = async (at: RunningService, token: string) =>
    expect(
      await upload({ url: at.url, token, csv: goodTable, definition: goodDefinition, order }),
    ).toMatchObject({ status: 200, body: { dataset: { rows: 2 } } })

  interface Files {
    readonly table?: string | Uint8Array
    readonly definition?: string | Uint8Array
    readonly kind?: 'dataset' | 'external'
  }

  /** Sends files that are refused, and then good ones with the same token. */
  async function refused(at: RunningService, files: Files, expected: ExpectedRefusal) {
    const { table = markedTable, definition = markedDefinition, kind = 'dataset' } = files
    const token = await newToken(at)
    const body = wholeForm([
      fieldPart('token', token),
      ...inOrder(order, tablePart(table), definitionPart(definition)),
    ])
    const answer = await postForm(uploadEndpoint(at.url, kind), body)
    const members = await expectRefused(at, answer, expected, [mark, token])
    await expectUsable(at, token)
    return members
  }

  describe('a definition with', () => {
    const invalid = { code: 'definition-invalid', status: 422 }

    test.each(badDefinitions)('%s', async (_what, definition) => {
      expect(Object.keys(await refused(service, { definition }, invalid))).toEqual(['detail'])
    })

    test.each(badIdentifiers)('%s, for an external import', async (_what, definition) => {
      await refused(service, { definition, kind: 'external' }, { code: 'external-uuid-missing', status: 422 })
    })

    test('more than 4 MiB', async () => {
      const mostBytes = 4 * 1024 * 1024
      const definition = definitionWith(undefined, {
        more: `<Note>${mark.repeat(mostBytes / mark.length)}</Note>`,
      })
      const expected = { code: 'definition-too-large', status: 413 }
      expect((await refused(service, { definition }, expected)).detail).toContain(String(mostBytes))
    })

    test('more columns than the service takes', async () => {
      const definition = markedDefinition.replace('</Columns>', '<Column Name="more" Type="text"/></Columns>')
      const expected = { code: 'too-many-columns', status: 413 }
      expect((await refused(tight, { definition }, expected)).detail).toContain('3')
    })

    test('a column for a keyfile that has no recipient', async () => {
      const definition = definitionWith('Deidentify="hide" StoreInKeyfile="true"')
      await refused(tight, { definition }, { code: 'keyfile-recipient-missing', status: 422 })
    })
  })

  describe('a table with', () => {
    const invalid = { code: 'csv-invalid', status: 422 }
    const onlyFault = (rule: string, line: number, record: number, column: string | null) => ({
      detail: expect.any(String),
      errors: [{ line, record, column, rule, hint: expect.stringMatching(/^\S.*\.$/) }],
      totals: [{ column, rule, count: 1 }],
      truncated: false,
    })

    test.each(badTables)('%s', async (_what, table, fault) => {
      expect(await refused(service, { table }, invalid)).toEqual(onlyFault(...fault))
    })

    test('another number of columns and no header', async () => {
      const { table, definition } = raggedWithoutHeader
      expect(await refused(service, { table, definition }, invalid)).toEqual(
        onlyFault('ragged-row', 1, 1, null),
      )
    })

    test('a record that is too long', async () => {
      const table = `${markedTable}a,1,"${mark.repeat(200)}"\n`
      expect(await refused(tight, { table }, invalid)).toEqual(onlyFault('record-too-long', 3, 2, null))
    })

    test.each(badHeaders)('%s where its header should be', async (_what, table, definition, says) => {
      const { detail, ...more } = await refused(
        service,
        { table, definition },
        { code: 'header-mismatch', status: 422 },
      )
      for (const text of says) expect(detail).toContain(text)
      expect(more).toEqual({})
    })

    test('one byte more than the service takes', async () => {
      const table = filledTable(bytesAllowed + 1, mark)
      const expected = { code: 'upload-too-large', status: 413 }
      expect((await refused(tight, { table }, expected)).detail).toContain(String(bytesAllowed))
      const csv = filledTable(bytesAllowed, 'patient1')
      const token = await newToken(tight)
      const whole = await upload({ url: tight.url, token, csv, definition: goodDefinition, order })
      expect(whole).toMatchObject({ status: 200 })
    })
  })

  describe('a form with', () => {
    const [first, second] = inOrder(order, tablePart(markedTable), definitionPart(markedDefinition))

    test.each(badForms)('%s is %s', async (_what, code, partsOf) => {
      const token = await newToken(service)
      const parts = partsOf({ token: fieldPart('token', token), first, second })
      const answer = await postForm(uploadEndpoint(service.url, 'dataset'), wholeForm(parts))
      await expectRefused(service, answer, { code, status: 400 }, [mark, token])
      await expectUsable(service, token)
    })

    test.each(badRequests)('%s is %d %s', async (_what, status, code, requestOf) => {
      const token = await newToken(service)
      const { body, query = '', headers } = requestOf([fieldPart('token', token), first, second], token)
      const answer = await postForm(`${uploadEndpoint(service.url, 'dataset')}${query}`, body, headers)
      await expectRefused(service, answer, { code, status }, [mark, token])
      await expectUsable(service, token)
    })

    test.each([0.3, 0.6, 0.99])('%d of its length, and then the end of the connection', async (share) => {
      const token = await newToken(service)
      const form = openForm([fieldPart('token', token), first, second])
      const connection = await connectRaw(Number(new URL(service.url).port))
      await connection.send(
        `POST /-/token/dataset_import HTTP/1.1\r\nHost: a\r\nContent-Type: ${formType}\r\nContent-Length: ${form.length}\r\n\r\n`,
      )
      await connection.send(form.subarray(0, form.length * share))
      connection.end()
      await connection.closed
      // Nobody is left to tell; what was held is let go of a moment later.
      const again = () =>
        upload({ url: service.url, token, csv: goodTable, definition: goodDefinition, order })
      await until(async () => (await again()).status === 200)
    })
  })
})

test('nothing of it all is left in a file, a log or the history', async () => {
  for (const { stop, logged, directory } of [service, tight]) {
    await stop()
    expect(logged()).not.toContain(mark)
    expect(sightings(filesBelow(directory), byteForms([mark]))).toEqual([])
  }
})
