import { createHash } from 'node:crypto'
import path from 'node:path'
import { emptyWithin, filesHolding } from './disk.mjs'
import { canary } from './load.mjs'

/**
 * Holds files, answers and history against each other, once nothing is under way any more. What is in `checked` has
 * been looked at before.
 */
export async function checkAtRest(fleet, load, history, { dataDir, emptyMs, violated, checked }) {
  await history.settled()
  if (!(await emptyWithin(emptyMs, path.join(dataDir, 'staging'), path.join(dataDir, 'spool')))) {
    violated('staging or spool is not empty')
  }
  if (filesHolding(dataDir, canary).length > 0) violated('a cell that was taken out is on the disk')
  for (const [importId, settled] of history.outcomes) {
    if (checked.has(importId)) continue
    checked.add(importId)
    if (settled.kind === 'kept') await checkDataset(fleet, load, importId, settled, violated)
  }
  for (const [tokenId, { token, mark, imported, results }] of load.tokens) {
    if (checked.has(tokenId)) continue
    checked.add(tokenId)
    const consumption = history.consumed.get(tokenId)
    for (const importId of imported) {
      if (history.outcomes.get(importId)?.outcome !== 'imported') violated('a 200 was told of a lost import')
    }
    for (const text of results) {
      if (!text.includes(`${mark}-99,`) || text.includes(canary))
        violated('a result was not that of its upload')
    }
    if (results.length > 1) violated('a result was delivered twice')
    const word = await statusOf(fleet, token)
    const expected =
      consumption === undefined
        ? 'issued'
        : history.outcomes.get(consumption.importId)?.outcome === 'imported'
          ? 'imported'
          : 'failed'
    if (word !== expected) violated(`a token's status is ${word}, and ${expected} by the history`)
  }
}

/** A dataset can be read if and only if its stream says so, and then its bytes are those that it tells of. */
async function checkDataset(fleet, load, importId, { outcome, sha256, tokenId }, violated) {
  const headers = { authorization: fleet.readerAuthorization }
  const response = await fleet.ask(`/-/dataset/${importId}`, { headers })
  const bytes = Buffer.from(await response.arrayBuffer())
  if (response.ok !== (outcome === 'imported')) {
    return violated(`a dataset whose outcome is ${outcome} was answered ${response.status}`)
  }
  if (!response.ok) return
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) violated('a dataset is not as its digest')
  if (!bytes.includes(`${load.tokens.get(tokenId)?.mark}-99,`))
    violated('a dataset is not that of its upload')
}

async function statusOf(fleet, token) {
  const response = await fleet.ask('/-/token/status', {
    method: 'POST',
    body: new URLSearchParams({ token }),
  })
  return (await response.json()).status
}
