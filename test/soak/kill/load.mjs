import { randomBytes, randomUUID } from 'node:crypto'
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

  const send = {
    manual: async (member) => upload(member, await issue(), 'dataset', 'manual'),
    external: async (member) => upload(member, await issue(), 'external', 'definition-first'),
    refused: async (member) => upload(member, await issue(), 'dataset', 'definition-first', 'no type'),
    ephemeral,
    race,
  }
  const kinds = Object.keys(send)

  return {
    tokens,
    issue,
    upload,
    /** Some of everything at this process, and a race against the other. */
    everything: (member, other) => Promise.all(kinds.map((kind) => send[kind](member, other))),
    /** What comes by this point, and something else beside it. */
    comingBy(point, member, other, random) {
      const [kind] = Object.entries(comesBy).find(([, points]) => points.test(point)) ?? ['manual']
      const beside = kinds[Math.floor(random() * kinds.length)]
      return Promise.all([kind, kind === 'race' ? kind : beside].map((one) => send[one](member, other)))
    },
  }
}

/** Of each kind of upload, the points that only it comes by. An import is undone when another one was first. */
const comesBy = {
  external: /ExternalIdentifierClaimed/,
  refused: /UploadRefused/,
  ephemeral: /EphemeralDatasetDiscarded|result/,
  race: /DatasetImportFailed|unlink table|flush removal|unlink record|remove directory/,
}
