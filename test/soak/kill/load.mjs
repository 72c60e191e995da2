import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { sendForm } from '../send-form.mjs'

const paths = { dataset: 'dataset', ephemeral: 'ephemeral_dataset', external: 'external_dataset' }
const rows = 100
/** Begins every cell that de-identification takes out. */
export const canary = `zq${randomBytes(12).toString('hex')}`

const definitionOf = (uuid, ageType) => `<DatasetDefinition>
  <CatalogueIdentifier Uuid="${uuid}"/>
  <Columns>
    <Column Name="id" Type="text"/>
    <Column Name="patient" Type="text" Deidentify="pseudonymize"/>
    <Column Name="name" Type="text" Deidentify="drop"/>
    <Column Name="age" Type="${ageType}"/>
  </Columns>
</DatasetDefinition>`

const tableOf = (mark) =>
  `id,patient,name,age\n${Array.from({ length: rows }, (_, row) => `${mark}-${row},${canary}-${row},${canary} name,${row % 90}\n`).join('')}`

/** Uploads of every kind and order. What their clients saw is kept, to be held against the history. */
export function startLoad(fleet, project) {
  /** By token id: the mark of its table, and what its clients were told. */
  const tokens = new Map()
  const underWay = new Set()

  async function issue() {
    const { token, token_id: tokenId } = await fleet.manage('uploadtoken', {
      project,
      user: 'jdoe',
      expires_in: 86_000,
    })
    const issued = { token, tokenId, mark: randomUUID(), uuid: randomUUID(), imported: [], results: [] }
    tokens.set(tokenId, issued)
    return issued
  }

  async function upload(member, { token, mark, uuid, imported }, kind, order, ageType = 'integer') {
    const { url } = member
    if (url === null) return null
    const [file_csv, file_def] = [tableOf(mark), definitionOf(uuid, ageType)]
    const parts = order === 'manual' ? { file_csv, file_def } : { file_def, file_csv }
    try {
      const { status, body } = await sendForm(`${url}/-/token/${paths[kind]}_import`, { token, ...parts })
      if (status === 200) imported.push(JSON.parse(body).import_id)
      return status
    } catch {
      return null
    }
  }

  async function fetchResult(member, { token, results }) {
    try {
      const response = await fetch(`${member.url}/-/token/result`, {
        method: 'POST',
        body: new URLSearchParams({ token }),
      })
      if (response.ok) results.push(await response.text())
    } catch {}
  }

  async function ephemeral(member) {
    const issued = await issue()
    if ((await upload(member, issued, 'ephemeral', 'manual')) === 200) await fetchResult(member, issued)
  }

  /** With both kinds under way the one that claims its uuid often loses, and undoes what it did. */
  async function race(member, other) {
    const issued = await issue()
    await Promise.all([
      upload(member, issued, 'external', 'definition-first'),
      upload(other, issued, 'dataset', 'definition-first'),
    ])
  }

  /**
   * An import that claimed its uuid and has its bytes in place when another one uses its token up: it undoes what it
   * did. It sleeps meanwhile, so that it never wins.
   */
  async function undone(member, other) {
    // Before anything else: this is for the process that lives now, not for the one that may come after it.
    const { asleep, wake } = await member.sleepAt('before append TokenConsumed')
    await other.started
    const issued = await issue()
    const uploading = upload(member, issued, 'external', 'definition-first')
    await Promise.race([asleep, uploading])
    await upload(other, issued, 'dataset', 'definition-first')
    wake()
    await uploading
  }

  const send = {
    manual: async (member) => upload(member, await issue(), 'dataset', 'manual'),
    external: async (member) => upload(member, await issue(), 'external', 'definition-first'),
    refused: async (member) => upload(member, await issue(), 'dataset', 'definition-first', 'no type'),
    ephemeral,
    race,
  }
  const kinds = Object.keys(send)

  function begin(...uploads) {
    const all = Promise.all(uploads)
    underWay.add(all)
    return all.finally(() => underWay.delete(all))
  }

  return {
    tokens,
    issue,
    upload,
    /** Some of everything at this process, and a race against the other. */
    everything: (member, other) => begin(...kinds.map((kind) => send[kind](member, other))),
    /** What comes by this point, and something else beside it. */
    comingBy(point, member, other, random) {
      if (isUndoing.test(point)) return begin(undone(member, other))
      const [kind] = Object.entries(comesBy).find(([, points]) => points.test(point)) ?? ['manual']
      const beside = kinds[Math.floor(random() * kinds.length)]
      return begin(send[kind](member, other), send[beside](member, other))
    },
    /** Whether no upload is under way any more within so long. */
    idleWithin: (ms) =>
      Promise.race([Promise.all(underWay).then(() => true), pause(ms, false, { ref: false })]),
  }
}

/** Of each kind of upload, the points that only it comes by. */
const comesBy = {
  external: /ExternalIdentifierClaimed/,
  refused: /UploadRefused/,
  ephemeral: /EphemeralDatasetDiscarded|result/,
}
/** The points that an import comes by as it is undone. */
const isUndoing = /DatasetImportFailed|unlink table|flush removal|unlink record|remove directory/
