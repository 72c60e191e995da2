import { uuid, wordOf } from './json-forms'
import { later, told } from './problem-row'
import type { ProblemTable } from './problem-table'

const readinessReason = wordOf('starting', 'event-store', 'unknown-event', 'draining')

/** What is not the client's doing. */
export const serviceProblems = {
  internal: {
    status: 500,
    title: 'Internal fault',
    detail: () => 'The service failed: try again, and name the request_id to whoever runs it.',
    advice: later(10),
  },
  busy: {
    status: 503,
    title: 'Busy',
    detail: () => 'As many uploads as can be worked on are under way: try again.',
    advice: later(5),
  },
  'too-many-followers': {
    status: 503,
    title: 'Too many followers',
    detail: () =>
      'As many clients follow the history as this process serves: try again, or ask for it page by page.',
    advice: later(10),
  },
  draining: {
    status: 503,
    title: 'Stopping',
    detail: () => 'This process is about to stop and takes no new uploads: try again.',
    advice: later(10),
  },
  'disk-full': {
    status: 503,
    title: 'Disk full',
    detail: () => 'There is no room for the upload: try again later, and tell whoever runs the service.',
    advice: later(60),
  },
  'store-unavailable': {
    status: 503,
    title: 'Event store unavailable',
    detail: () => 'The history can not be reached: try again.',
    advice: later(5),
  },
  'outcome-unknown': {
    status: 504,
    title: 'Outcome unknown',
    detail: () => 'Whether the import succeeded is not known yet: ask for the status of the token.',
    members: told({ import_id: uuid }, ({ importId }) => ({ import_id: importId })),
    // Recovery settles every import within a minute.
    advice: later(60),
    examples: [{ importId: '6f1c2a34-9a1e-4c0b-8d5e-0b8f5a2d7c11' }],
  },
  'not-ready': {
    status: 503,
    title: 'Not ready',
    detail: () => 'This process can not do its work now.',
    members: told({ reason: readinessReason }, ({ reason }) => ({ reason })),
    advice: later(5),
    examples: [{ reason: 'starting' }],
  },
} satisfies Partial<ProblemTable>
