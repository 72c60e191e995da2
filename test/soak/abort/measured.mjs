import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { sendForm } from '../send-form.mjs'
import { definition, pathOf, table } from './request.mjs'

/** An upload whose client is gone lets go of its token within so long. */
const letGoMs = 5_000

/** What the service holds on to when nothing is under way and its workers are warm. */
export async function measured(service, workers, violated) {
  if (!(await idleWithin(service.url, letGoMs))) violated('uploads are under way whose clients are gone')
  await warm(service, workers)
  await idleWithin(service.url, letGoMs)
  const told = once(service.child, 'message')
  service.child.send('measure')
  return (await told)[0]
}

async function idleWithin(url, ms) {
  const deadline = performance.now() + ms
  while ((await importsUnderWay(url)) > 0) {
    if (performance.now() > deadline) return false
    await pause(50)
  }
  return true
}

async function importsUnderWay(url) {
  const response = await fetch(`${url}/-/metrics`, { headers: { connection: 'close' } })
  return Number(/^aperture_imports_under_way (\d+)$/m.exec(await response.text())?.[1])
}

/** So many uploads at the same time, so that as many workers are warm afterwards. */
async function warm(service, workers) {
  let waiting = 0
  let goOn
  const allWait = new Promise((resolve) => {
    goOn = resolve
  })
  async function* heldTable() {
    const text = table(500)
    yield text.slice(0, 100)
    if (++waiting === workers) setTimeout(goOn, 200)
    await allWait
    yield text.slice(100)
  }
  const upload = async () => {
    const token = await service.issueToken()
    const parts = { token, file_def: definition(), file_csv: heldTable() }
    const { status, body } = await sendForm(`${service.url}${pathOf('dataset')}`, parts)
    if (status !== 200) throw new Error(`an honest upload was answered ${status} ${body}`)
  }
  await Promise.all(Array.from({ length: workers }, upload))
}
