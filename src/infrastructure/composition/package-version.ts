import { readFileSync } from 'node:fs'
import path from 'node:path'

/** What `package.json` calls this version; it lies above the sources and above what is built of them alike. */
export function packageVersion(): string {
  const file = path.resolve(__dirname, '..', '..', '..', 'package.json')
  const { version }: { readonly version: string } = JSON.parse(readFileSync(file, 'utf8'))
  return version
}
