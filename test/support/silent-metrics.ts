import type { Metrics } from '../../src/application/ports/metrics'

/** Counts nothing. */
export const silentMetrics: Metrics = {
  uploadEnded() {},
  tableReceived() {},
  rowsImported() {},
  requestEnded() {},
  requestRefused() {},
  eventsAppended() {},
  exposition: async () => ({ mediaType: 'text/plain', text: '' }),
}
