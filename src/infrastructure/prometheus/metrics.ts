import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Metrics } from '../../application/ports/metrics'
import { importKinds } from '../../domain/import-kind'

/** From what an answer takes at the least to an upload of hours. */
const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200]
const appendBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** Methods of resources here; any other is one that a client made up. */
const knownMethods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']

const none = 'none'

/** Metrics of one service in Prometheus' text format; several in a process don't meet. */
export function prometheusMetrics(watched: { readonly importsUnderWay: () => number }): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const uploads = new Counter({
    name: 'aperture_uploads_total',
    help: 'Uploads that were begun, by how they ended.',
    labelNames: ['kind', 'outcome'],
    registers,
  })
  const uploadSeconds = new Histogram({
    name: 'aperture_upload_duration_seconds',
    help: 'How long uploads took, from their first byte to their outcome.',
    labelNames: ['kind', 'outcome'],
    buckets: requestBuckets,
    registers,
  })
  const bytes = new Counter({
    name: 'aperture_upload_bytes_total',
    help: 'Bytes of tables that arrived.',
    labelNames: ['kind'],
    registers,
  })
  const rows = new Counter({
    name: 'aperture_imported_rows_total',
    help: 'Rows of the tables that were imported.',
    labelNames: ['kind'],
    registers,
  })
  const refusals = new Counter({
    name: 'aperture_refusals_total',
    help: 'Requests that were refused, by the code of their problem.',
    labelNames: ['route', 'code'],
    registers,
  })
  const requestSeconds = new Histogram({
    name: 'aperture_http_request_duration_seconds',
    help: 'How long requests took, until their answer had been sent.',
    labelNames: ['route', 'method', 'status'],
    buckets: requestBuckets,
    registers,
  })
  const appendSeconds = new Histogram({
    name: 'aperture_event_append_duration_seconds',
    help: 'How long the event store took over an append.',
    labelNames: ['outcome'],
    buckets: appendBuckets,
    registers,
  })
  new Gauge({
    name: 'aperture_imports_under_way',
    help: 'Imports that hold one of the slots of APERTURE_MAX_CONCURRENT_IMPORTS.',
    registers,
    collect() {
      this.set(watched.importsUnderWay())
    },
  })
  // A series that begins with its first count hides that count from a rate.
  for (const kind of importKinds) {
    for (const outcome of ['imported', 'refused', 'aborted', 'failed']) uploads.inc({ kind, outcome }, 0)
    bytes.inc({ kind }, 0)
    rows.inc({ kind }, 0)
  }

  return {
    uploadEnded(kind, outcome, seconds) {
      uploads.inc({ kind, outcome })
      uploadSeconds.observe({ kind, outcome }, seconds)
    },
    tableReceived: (kind, count) => bytes.inc({ kind }, count),
    rowsImported: (kind, count) => rows.inc({ kind }, count),
    requestEnded(route, method, status, seconds) {
      const labels = {
        route: route ?? none,
        method: knownMethods.includes(method) ? method : 'other',
        status: status === null ? none : String(status),
      }
      requestSeconds.observe(labels, seconds)
    },
    requestRefused: (route, code) => refusals.inc({ route: route ?? none, code }),
    eventsAppended: (outcome, seconds) => appendSeconds.observe({ outcome }, seconds),
    exposition: async () => ({ mediaType: registry.contentType, text: await registry.metrics() }),
  }
}
