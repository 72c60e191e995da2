import { execFile } from 'node:child_process'
import path from 'node:path'

const soak = path.resolve(__dirname, '..', 'soak', 'abort.mjs')

// `npm run soak:abort` cuts ten thousand uploads, allows the heap 20 MiB, and uses every token in the end.
const uploads = 500

test('uploads that are cut anywhere cost no memory, no open file, no staging and no token', async () => {
  const short = ['--parallel', '16', '--heap-mb', '200', '--use-every', '5']
  const words = ['--seed', '2031', '--uploads', String(uploads), ...short, '--json']
  const text = await new Promise<string>((resolve) => {
    // It exits with 1 when something is violated; the figures tell what.
    execFile(process.execPath, [soak, ...words], (_fault, stdout, stderr) => resolve(`${stdout}${stderr}`))
  })
  const { violations, tokens } = JSON.parse(text)
  expect(violations).toEqual([])
  expect((tokens.issued ?? 0) + (tokens.imported ?? 0)).toBe(uploads)
  // Some clients went with their answer unread.
  expect(tokens.imported).toBeGreaterThan(0)
}, 240_000)
