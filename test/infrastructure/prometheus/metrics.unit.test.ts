import { prometheusMetrics } from '../../../src/infrastructure/prometheus/metrics'

const textOf = async (metrics: ReturnType<typeof prometheusMetrics>) => (await metrics.exposition()).text

/** The value of the series that a line names, as it stands in the text. */
const seriesValue = (text: string, series: string) =>
  text
    .split('\n')
    .find((line) => line.startsWith(`${series} `))
    ?.slice(series.length + 1)

test('what is told is counted and timed under its words', async () => {
  const metrics = prometheusMetrics({ importsUnderWay: () => 3 })
  metrics.uploadEnded('dataset', 'imported', 0.2)
  metrics.uploadEnded('dataset', 'imported', 70)
  metrics.tableReceived('external', 1_000)
  metrics.tableReceived('external', 24)
  metrics.rowsImported('ephemeral', 303)
  metrics.requestEnded('/-/token/status', 'POST', 200, 0.004)
  metrics.requestRefused('/-/token/status', 'token-invalid')
  metrics.eventsAppended('conflict', 0.002)
  const text = await textOf(metrics)
  const route = 'route="/-/token/status"'
  expect(
    [
      'aperture_uploads_total{kind="dataset",outcome="imported"}',
      'aperture_upload_duration_seconds_bucket{le="0.25",kind="dataset",outcome="imported"}',
      'aperture_upload_duration_seconds_count{kind="dataset",outcome="imported"}',
      'aperture_upload_bytes_total{kind="external"}',
      'aperture_imported_rows_total{kind="ephemeral"}',
      `aperture_http_request_duration_seconds_bucket{le="0.005",${route},method="POST",status="200"}`,
      `aperture_refusals_total{${route},code="token-invalid"}`,
      'aperture_event_append_duration_seconds_count{outcome="conflict"}',
      'aperture_imports_under_way',
    ].map((series) => seriesValue(text, series)),
  ).toEqual(['2', '1', '2', '1024', '303', '1', '1', '1', '3'])
})

test('series of uploads begin with 0', async () => {
  const text = await textOf(prometheusMetrics({ importsUnderWay: () => 0 }))
  for (const kind of ['dataset', 'ephemeral', 'external']) {
    for (const outcome of ['imported', 'refused', 'aborted', 'failed']) {
      expect(seriesValue(text, `aperture_uploads_total{kind="${kind}",outcome="${outcome}"}`)).toBe('0')
    }
  }
})

test('a method that a client made up, and a route that there is none, have no name of their own', async () => {
  const metrics = prometheusMetrics({ importsUnderWay: () => 0 })
  metrics.requestEnded(null, 'PROPFIND', null, 1)
  const text = await textOf(metrics)
  const labels = '{route="none",method="other",status="none"}'
  expect(seriesValue(text, `aperture_http_request_duration_seconds_count${labels}`)).toBe('1')
  expect(text).not.toContain('PROPFIND')
})

test('the metrics of two services do not meet', async () => {
  const [one, other] = [0, 1].map(() => prometheusMetrics({ importsUnderWay: () => 0 }))
  one?.rowsImported('dataset', 5)
  expect(other && seriesValue(await textOf(other), 'aperture_imported_rows_total{kind="dataset"}')).toBe('0')
})
