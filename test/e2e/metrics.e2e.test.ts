import { holdUpload } from '../support/held-upload'
import { type RunningService, runService } from '../support/running-service'
import { until } from '../support/until'
import { sample, upload } from '../support/upload'

/** `GET /-/metrics`, over a socket. */

const { csv, definition } = sample('manual-example')
const rows = csv.toString().trimEnd().split('\n').length - 1

let running: RunningService
let projectId = 0
beforeAll(async () => {
  running = await runService()
  await running.provisionUser('jdoe')
  projectId = await running.provisionProject('Heart', 'jdoe')
})
afterAll(() => running.end())

const issue = () => running.issueToken({ projectId, user: 'jdoe' })
const metrics = async () => (await fetch(`${running.url}/-/metrics`)).text()
const seriesValue = async (series: string) => {
  const line = (await metrics()).split('\n').find((text) => text.startsWith(`${series} `))
  return line === undefined ? null : Number(line.slice(series.length + 1))
}

test("GET /-/metrics is Prometheus' text, and HEAD the same without it", async () => {
  const answer = await fetch(`${running.url}/-/metrics`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const lines = (await answer.text()).trimEnd().split('\n')
  for (const line of lines)
    expect(line).toMatch(/^(# (HELP|TYPE) aperture_|aperture_\w+(\{.*\})? [\d.e+-]+$|$)/)
  const head = await fetch(`${running.url}/-/metrics`, { method: 'HEAD' })
  expect([head.status, await head.text()]).toEqual([200, ''])
})

test('uploads are counted by kind and outcome, with their bytes and rows, and refusals by code', async () => {
  const token = await issue()
  await upload({ url: running.url, token, csv, definition })
  await upload({ url: running.url, token, csv, definition })
  const kind = 'kind="dataset"'
  expect(await seriesValue(`aperture_uploads_total{${kind},outcome="imported"}`)).toBe(1)
  expect(await seriesValue(`aperture_uploads_total{${kind},outcome="refused"}`)).toBe(1)
  expect(await seriesValue(`aperture_upload_duration_seconds_count{${kind},outcome="imported"}`)).toBe(1)
  expect(await seriesValue(`aperture_upload_bytes_total{${kind}}`)).toBe(csv.length)
  expect(await seriesValue(`aperture_imported_rows_total{${kind}}`)).toBe(rows)
  const refusal = 'aperture_refusals_total{route="/-/token/dataset_import",code="token-already-used"}'
  expect(await seriesValue(refusal)).toBe(1)
  expect(
    await seriesValue('aperture_event_append_duration_seconds_count{outcome="appended"}'),
  ).toBeGreaterThan(3)
})

test('imports under way are those that hold a slot', async () => {
  const held = await holdUpload({ url: running.url, token: await issue(), csv, definition })
  expect(await seriesValue('aperture_imports_under_way')).toBe(1)
  held.abort()
  await until(async () => (await seriesValue('aperture_imports_under_way')) === 0)
  await until(
    async () => (await seriesValue('aperture_uploads_total{kind="dataset",outcome="aborted"}')) === 1,
  )
})

test('no label holds what a client chose: routes are patterns', async () => {
  const chosen = 'chosen-by-the-client'
  const secret = `${chosen}.secret`
  const headers = { authorization: `Bearer ${await running.managementJwt()}` }
  await fetch(`${running.url}/${chosen}`)
  await fetch(`${running.url}/-/dataset/${chosen}`, { method: 'PROPFIND' })
  await fetch(`${running.url}/management/provision/user/${chosen}?${chosen}=1`, { headers })
  await fetch(`${running.url}/-/token/status`, {
    method: 'POST',
    body: new URLSearchParams({ token: secret }),
  })
  await upload({ url: running.url, token: secret, csv: `${chosen}\n`, definition: `<${chosen}/>` })
  const text = await metrics()
  expect(text).not.toContain(chosen)
  expect(text).not.toContain('PROPFIND')
  expect(text).toContain('route="/management/provision/user/:user"')
  const routes = [...text.matchAll(/route="([^"]*)"/g)].map(([, route]) => route)
  for (const route of routes) expect(route).toMatch(/^(none|(\/(-|:?[a-z_]+))+)$/)
})
