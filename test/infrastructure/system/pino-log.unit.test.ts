import { type LogLevel, pinoLog } from '../../../src/infrastructure/system/pino-log'

function logTo(level: LogLevel) {
  const lines: string[] = []
  return { log: pinoLog({ level, destination: { write: (line) => void lines.push(line) } }), lines }
}

test('a record is one JSON line with time, level, message and fields', () => {
  const { log, lines } = logTo('info')
  log.info('ready', { port: 8080, tls: false, origin: null })
  expect(lines).toHaveLength(1)
  const { time, ...record } = JSON.parse(lines[0] ?? '')
  expect(new Date(time).toISOString()).toBe(time)
  expect(record).toEqual({ level: 'info', msg: 'ready', port: 8080, tls: false, origin: null })
  expect(lines[0]?.endsWith('}\n')).toBe(true)
})

test('line ends in a field stay inside the line', () => {
  const { log, lines } = logTo('info')
  log.warn('odd', { value: 'a\n{"level":"info"}' })
  expect(lines.join('').trimEnd().split('\n')).toHaveLength(1)
})

test.each([
  ['info', ['info', 'warn', 'error']],
  ['warn', ['warn', 'error']],
  ['error', ['error']],
  ['silent', []],
] as const)('level %s writes %p', (level, written) => {
  const { log, lines } = logTo(level)
  log.info('a')
  log.warn('a')
  log.error('a', new Error('b'))
  expect(lines.map((line) => JSON.parse(line).level)).toEqual(written)
})

test('of a fault there is neither message nor path', () => {
  const { log, lines } = logTo('info')
  log.error('the import failed', Object.assign(new Error('cell patient1'), { code: 'ENOSPC' }), { rows: 3 })
  const record = JSON.parse(lines[0] ?? '')
  expect(record).toMatchObject({
    msg: 'the import failed',
    rows: 3,
    fault: { name: 'Error', code: 'ENOSPC' },
  })
  expect(lines[0]).not.toMatch(/patient1|\.test\.ts|\//)
})
