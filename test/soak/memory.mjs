// Peak memory of the service for a small and a large table, each in a fresh process, and how long other requests
// take meanwhile: npm run soak:memory -- --small 30 --large 300 --bound 1.1 --order manual --json
// (sizes in MB; both orders of the files unless told). Exits with 1 when a ratio of the peaks is over the bound.
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { otherClient } from './other-client.mjs'
import { sendForm } from './send-form.mjs'
import { startService } from './service.mjs'
import { definition, tableOf } from './table.mjs'

const { values } = parseArgs({
  options: {
    small: { type: 'string', default: '30' },
    large: { type: 'string', default: '300' },
    bound: { type: 'string', default: '1.1' },
    order: { type: 'string', multiple: true, default: ['definition-first', 'manual'] },
    json: { type: 'boolean', default: false },
  },
})
const sizes = [Number(values.small), Number(values.large)]
const bound = Number(values.bound)
const orders = values.order

/** One upload into a service of its own. */
async function measure(order, megabytes) {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'aperture-soak-'))
  try {
    const service = await startService(path.join(directory, 'data'))
    try {
      const others = otherClient(service.url, await service.issueToken())
      const begun = performance.now()
      const file_csv = heldHalfway(tableOf(megabytes * 1e6), megabytes * 5e5, () => others.answeredMore(20))
      const parts =
        order === 'manual' ? { file_csv, file_def: definition } : { file_def: definition, file_csv }
      const answer = await sendForm(`${service.url}/-/token/dataset_import`, {
        token: await service.issueToken(),
        ...parts,
      })
      const seconds = (performance.now() - begun) / 1000
      const { status, body } = answer
      if (status !== 200) throw new Error(`the upload was answered ${status} ${body}`)
      return { order, megabytes, seconds, peakMegabytes: service.peakMegabytes(), ...(await others.end()) }
    } finally {
      await service.stop()
    }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** Others are answered while an upload is half done, however fast it is. */
async function* heldHalfway(table, half, untilAnswered) {
  let sent = 0
  for (const piece of table) {
    if (sent < half && sent + piece.length >= half) await untilAnswered()
    sent += piece.length
    yield piece
  }
}

const runs = []
for (const order of orders) for (const megabytes of sizes) runs.push(await measure(order, megabytes))
const ratios = orders.map((order) => {
  const [small, large] = runs.filter((run) => run.order === order)
  return { order, ratio: large.peakMegabytes / small.peakMegabytes }
})
const withinBound = ratios.every(({ ratio }) => ratio <= bound)

if (values.json) console.log(JSON.stringify({ runs, ratios, bound, withinBound }))
else {
  console.log('order of the files   table MB   seconds   peak MB   others   failed   median ms   p99 ms')
  for (const { order, megabytes, seconds, peakMegabytes, answered, failed, median, p99 } of runs) {
    const cells = [
      [order, -18],
      [megabytes, 11],
      [seconds.toFixed(1), 10],
      [peakMegabytes.toFixed(1), 10],
      [answered, 9],
      [failed, 9],
      [median.toFixed(2), 12],
      [p99.toFixed(2), 9],
    ]
    console.log(
      cells
        .map(([cell, width]) => (width < 0 ? String(cell).padEnd(-width) : String(cell).padStart(width)))
        .join(''),
    )
  }
  for (const { order, ratio } of ratios)
    console.log(`${order}: ${ratio.toFixed(3)} times the memory (bound ${bound})`)
}
if (!withinBound) process.exitCode = 1
