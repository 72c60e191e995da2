import path from 'node:path'
import { emptyWithin } from '../kill/disk.mjs'
import { sendForm } from '../send-form.mjs'
import { inParallel } from './in-parallel.mjs'
import { definition, pathOf, table } from './request.mjs'

const settleMs = 5_000

/**
 * What aborted uploads have left: no file, no token that is spent by half an upload, and none that is not spent and
 * can't be used. Counts the tokens by their state.
 */
export async function afterwards(service, dataDir, aborted, { parallel, useEvery, violated }) {
  const places = ['spool', 'staging'].map((place) => path.join(dataDir, place))
  if (!(await emptyWithin(settleMs, ...places))) violated('files of aborted uploads are left')
  const counts = {}
  const spent = []
  await inParallel(parallel, aborted.length, async (n) => {
    const { token, cut, whole } = aborted[n]
    const state = await stateOf(service.url, token)
    counts[state] = (counts[state] ?? 0) + 1
    if (state === 'imported') {
      spent.push(token)
      if (!whole) violated(`half an upload was imported: ${JSON.stringify(cut)}`)
    } else if (state !== 'issued') violated(`a token is ${state}: ${JSON.stringify(cut)}`)
    else if (n % useEvery === 0) {
      const parts = { token, file_def: definition(), file_csv: [table(3)] }
      const { status, body } = await sendForm(`${service.url}${pathOf(cut.kind)}`, parts)
      spent.push(token)
      if (status !== 200) violated(`a token that was not spent is refused: ${body}`)
    }
  })
  await holdAgainstHistory(service, spent, violated)
  return counts
}

async function stateOf(url, token) {
  const headers = { connection: 'close' }
  const body = new URLSearchParams({ token })
  return (await (await fetch(`${url}/-/token/status`, { method: 'POST', headers, body })).json()).status
}

/** That these tokens are spent once, by one import that succeeded. */
async function holdAgainstHistory(service, spent, violated) {
  const consumed = new Set()
  const imported = new Set()
  for await (const { type, data } of eventsOf(service)) {
    if (type.startsWith('TokenConsumed.')) {
      if (consumed.has(data.tokenId)) violated('a token was consumed twice')
      consumed.add(data.tokenId)
    }
    if (type.startsWith('DatasetImportFailed.')) violated(`an import has failed: ${data.outcomeClass}`)
    if (type.startsWith('DatasetImported.') || type.startsWith('EphemeralDatasetDiscarded.')) {
      if (imported.has(data.tokenId)) violated('a token has two imports')
      imported.add(data.tokenId)
    }
  }
  const idOf = (token) => token.slice(0, token.indexOf('.'))
  const unspent = spent.map(idOf).filter((id) => !consumed.has(id) || !imported.has(id))
  if (unspent.length > 0) violated(`${unspent.length} tokens have no import that succeeded`)
}

const pageSize = 10_000

async function* eventsOf(service) {
  for (let from = ''; ; ) {
    const response = await service.audit(`/management/audit/events?limit=${pageSize}${from}`)
    const lines = (await response.text()).split('\n').filter(Boolean)
    const events = lines.map((line) => JSON.parse(line))
    yield* events
    if (events.length < pageSize) return
    from = `&from=${events.at(-1).position}`
  }
}
