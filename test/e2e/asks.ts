import { randomUUID } from 'node:crypto'
import { manage, tokenIdOf } from '../support/http-clients'
import { type AnswerWorld, importOne, issuedId } from './answer-world'
import type { Ask, Asks } from './ask'
import { json } from './ask'
import { uploadAsks } from './upload-asks'

const just = (ask: Ask) => () => ask
const unknownId = just({ pieces: { id: randomUUID() } })
const fresh = () => `new-${randomUUID()}`

const reading = (piece: 'id' | 'uuid'): Asks[string] => {
  const of =
    (dataset: 'kept' | 'withdrawn', more: Omit<Ask, 'pieces'> = {}) =>
    (world: AnswerWorld): Ask => ({ pieces: { [piece]: world[dataset][piece] }, ...more })
  return {
    200: of('kept'),
    206: of('kept', { headers: { Range: 'bytes=0-9' } }),
    304: of('kept', { headers: { 'If-None-Match': '*' } }),
    403: (world) => ({ ...of('kept')(world), headers: world.stranger }),
    404: just({ pieces: { [piece]: randomUUID() } }),
    406: of('kept', { headers: { Accept: 'image/png' } }),
    410: of('withdrawn'),
    412: of('kept', { headers: { 'If-Match': '"another"' } }),
    416: of('kept', { headers: { Range: 'bytes=99999-' } }),
  }
}

const shown = just({})
const surprise = just({ query: '?surprise=1' })

/** By operation and status, but for what all operations have alike. */
export const asks: Asks = {
  ...uploadAsks,
  listUsers: { 200: shown, 400: surprise },
  provisionUser: {
    201: () => json({ user: fresh() }),
    400: just(json({ name: 1 })),
    409: just(json({ user: 'jdoe' })),
  },
  showUser: { 200: just({ pieces: { user: 'jdoe' } }), 404: just({ pieces: { user: 'nobody' } }) },
  ensureUser: {
    200: just(json({ groups: ['cardiology'] }, { user: 'stranger' })),
    201: () => json({}, { user: fresh() }),
    422: just(json({ user: 'other' }, { user: 'stranger' })),
  },
  deactivateUser: { 200: just({ pieces: { user: 'going' } }), 404: just({ pieces: { user: 'nobody' } }) },
  listProjects: { 200: shown, 400: surprise },
  provisionProject: {
    201: () => json({ name: fresh(), description: '', owner: 'jdoe' }),
    400: just(json({})),
    409: just(json({ name: 'Census', description: '', owner: 'jdoe' })),
    422: () => json({ name: fresh(), description: '', owner: 'nobody' }),
  },
  showProject: {
    200: ({ project }) => ({ pieces: { id: `${project}` } }),
    404: just({ pieces: { id: '999' } }),
  },
  changeProject: {
    200: ({ project }) => json({ description: 'Changed' }, { id: `${project}` }),
    404: just(json({}, { id: '999' })),
    409: async (world) => json({ description: 'Too late' }, { id: await retiredProject(world) }),
    422: ({ project }) => json({ owners: [] }, { id: `${project}` }),
  },
  retireProject: {
    200: async ({ running }) => ({
      pieces: { id: `${await running.provisionProject(fresh(), 'jdoe')}` },
    }),
    404: just({ pieces: { id: '999' } }),
  },
  listTokens: { 200: shown, 400: just({ query: '?state=lost' }) },
  issueToken: {
    201: ({ project }) => json({ project, user: 'jdoe' }),
    400: just(json({})),
    422: ({ project }) => json({ project, user: 'stranger' }),
  },
  showToken: {
    200: async (world) => ({ pieces: { token_id: await issuedId(world) } }),
    404: just({ pieces: { token_id: randomUUID() } }),
  },
  revokeToken: {
    200: async (world) => ({ pieces: { token_id: await issuedId(world) } }),
    404: just({ pieces: { token_id: randomUUID() } }),
    409: ({ resultToken }) => ({ pieces: { token_id: tokenIdOf(resultToken) } }),
  },
  listAllDatasets: { 200: shown, 400: just({ query: '?project=none' }) },
  showDataset: {
    200: ({ kept }) => ({ pieces: { id: kept.id } }),
    404: unknownId,
    410: ({ withdrawn }) => ({ pieces: { id: withdrawn.id } }),
  },
  withdrawDataset: { 200: async (world) => ({ pieces: { id: await importOne(world) } }), 404: unknownId },
  fetchKeyfile: {
    200: ({ kept }) => ({ pieces: { id: kept.id }, query: '?case=17' }),
    404: just({ pieces: { id: randomUUID() }, query: '?case=17' }),
    410: ({ withdrawn }) => ({ pieces: { id: withdrawn.id }, query: '?case=17' }),
  },
  readHistory: {
    200: shown,
    400: just({ query: '?limit=0' }),
    406: just({ headers: { Accept: 'image/png' } }),
  },
  showStatistics: { 200: shown, 400: just({ query: '?by=night' }) },
  listDatasets: { 200: shown, 400: surprise, 403: ({ nobody }) => ({ headers: nobody }) },
  readExternalDataset: reading('uuid'),
  readDataset: reading('id'),
  isLive: { 200: shown },
  isReady: { 200: shown },
  readMetrics: { 200: shown },
  readDescription: { 200: shown },
  readDocs: { 200: shown },
  readProblem: {
    200: just({ pieces: { code: 'busy' } }),
    404: just({ pieces: { code: 'none' } }),
    406: just({ pieces: { code: 'busy' }, headers: { Accept: 'image/png' } }),
  },
}

async function retiredProject({ running }: AnswerWorld): Promise<string> {
  const id = await running.provisionProject(fresh(), 'jdoe')
  await manage(running, 'DELETE', `project/${id}`)
  return `${id}`
}
