import { closeSync, mkdirSync, openSync, unlinkSync, writeFileSync, writeSync } from 'node:fs'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { byteForms, filesBelow, openButDeleted, type Place, sightings } from './byte-scan'
import { type TemporaryDirectory, temporaryDirectory } from './temporary-directory'

/** Its base64 has the characters in which the alphabets differ. */
const text = 'Gudrun???~~~Ærø'

const placeOf = (content: Buffer): Place => ({ where: 'here', read: () => content })
const formsIn = (content: Buffer) => sightings([placeOf(content)], byteForms([text])).map(({ form }) => form)

describe('a text is found', () => {
  test.each([
    ['as it is', 'plain', Buffer.from(`a${text}z`)],
    ['as UTF-16, little-endian', 'utf16le', Buffer.from(`a${text}z`, 'utf16le')],
    ['as UTF-16, big-endian', 'utf16be', Buffer.from(`a${text}z`, 'utf16le').swap16()],
    ['in hex', 'hex', Buffer.from(Buffer.from(`a${text}z`).toString('hex'))],
    ['in hex of capitals', 'HEX', Buffer.from(Buffer.from(`a${text}z`).toString('hex').toUpperCase())],
  ])('%s', (_what, form, content) => expect(formsIn(content)).toContain(form))

  test.each(['base64', 'base64url'] as const)('in %s, wherever in it it stands', (alphabet) => {
    for (let before = 0; before < 6; before += 1) {
      for (let behind = 0; behind < 6; behind += 1) {
        const encoded = Buffer.from('x'.repeat(before) + text + '~'.repeat(behind))
        expect(formsIn(Buffer.from(encoded.toString(alphabet)))).toHaveLength(1)
      }
    }
  })

  test('nowhere else', () => expect(formsIn(Buffer.from(text.toUpperCase()))).toEqual([]))
})

describe('places', () => {
  let directory: TemporaryDirectory
  beforeEach(async () => {
    directory = await temporaryDirectory()
  })
  afterEach(() => directory.remove())

  test('are the files of a directory, at any depth', () => {
    mkdirSync(path.join(directory.path, 'a', 'b'), { recursive: true })
    writeFileSync(path.join(directory.path, 'a', 'b', 'c'), text)
    writeFileSync(path.join(directory.path, 'd'), '')
    const places = filesBelow(directory.path)
    expect(places.map(({ where }) => where).sort()).toEqual(['a/b/c', 'd'])
    expect(sightings(places, byteForms([text]))).toEqual([{ text, form: 'plain', where: 'a/b/c' }])
  })

  test('are only the new files, where that is asked for', () => {
    writeFileSync(path.join(directory.path, 'new'), text)
    expect(filesBelow(directory.path, Date.now() - 60_000)).toHaveLength(1)
    expect(filesBelow(directory.path, Date.now() + 60_000)).toEqual([])
  })

  test('may vanish before they are read', () => {
    writeFileSync(path.join(directory.path, 'gone'), text)
    const places = filesBelow(directory.path)
    unlinkSync(path.join(directory.path, 'gone'))
    expect(sightings(places, byteForms([text]))).toEqual([])
  })

  test('are files without a name, as long as they are open', () => {
    const file = path.join(directory.path, 'nameless')
    const descriptor = openSync(file, 'wx')
    unlinkSync(file)
    writeSync(descriptor, `before ${text} behind`)
    const seen = () => sightings(openButDeleted(), byteForms([text]))
    expect(seen()).toEqual([{ text, form: 'plain', where: `deleted ${file}` }])
    closeSync(descriptor)
    expect(seen()).toEqual([])
  })

  test('are those of other threads too', async () => {
    const file = path.join(directory.path, 'of-a-worker')
    const worker = new Worker(
      `const fs = require('node:fs')
       const { parentPort, workerData: { file, text } } = require('node:worker_threads')
       const descriptor = fs.openSync(file, 'wx')
       fs.unlinkSync(file)
       fs.writeSync(descriptor, text)
       parentPort.on('message', () => fs.closeSync(descriptor))
       parentPort.postMessage('open')`,
      { eval: true, workerData: { file, text } },
    )
    await new Promise((resolve) => worker.once('message', resolve))
    expect(sightings(openButDeleted(), byteForms([text]))).toEqual([
      { text, form: 'plain', where: `deleted ${file}` },
    ])
    await worker.terminate()
  })
})
