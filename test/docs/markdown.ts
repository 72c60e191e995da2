import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const repository = path.resolve(__dirname, '..', '..')

export interface Page {
  /** Relative to the repository. */
  readonly file: string
  readonly text: string
}

export const page = (file: string): Page => ({
  file,
  text: readFileSync(path.join(repository, file), 'utf8'),
})

/** Every page that a reader is led to. */
export const allPages = (): readonly Page[] => {
  const below = (directory: string) =>
    readdirSync(path.join(repository, directory), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => path.join(directory, file))
  return ['README.md', 'CHANGELOG.md', 'samples/README.md', ...below('docs').sort()].map(page)
}

/** The text below a heading of the second level, up to the next. */
export function section({ text }: Page, heading: string): string {
  const [, body] = text.split(`\n## ${heading}\n`)
  if (body === undefined) throw new Error(`no section ${heading}`)
  return body.split('\n## ')[0] ?? ''
}

/** The rows of the first table, without its head; each cell's text as it is written. */
export function tableIn(text: string): readonly (readonly string[])[] {
  const lines = text.split('\n')
  const begin = lines.findIndex((line) => /^\|( --- \|)+$/.test(line))
  const rows = lines.slice(begin + 1)
  const end = rows.findIndex((line) => !line.startsWith('|'))
  return rows.slice(0, end === -1 ? rows.length : end).map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
}

/** The words that a cell shows as code. */
export const codeIn = (cell: string): readonly string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word ?? '')

/** The blocks of code in this language, in their order. */
export const blocksOf = ({ text }: Page, language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, block]) => block ?? '')

export interface Block {
  readonly language: string
  /** The file that a reader saves it as; `null`: it is only read, or typed. */
  readonly name: string | null
  readonly text: string
}

/** All blocks of code in their order: a fence says the language, and may name a file. */
export const fencedBlocks = ({ text }: Page): readonly Block[] =>
  [...text.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', name, block = '']) => ({
      language,
      name: name ?? null,
      text: block,
    }),
  )
