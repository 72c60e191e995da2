import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { allPages, type Page, repository } from './markdown'

const manifest: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(path.join(repository, 'package.json'), 'utf8'),
)
const scripts = Object.keys(manifest.scripts)

const linksIn = ({ text }: Page): readonly string[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))

/** `npm start` and `npm test` stand for scripts, `npm ci` doesn't. */
const scriptsIn = ({ text }: Page): readonly string[] => [
  ...[...text.matchAll(/\bnpm run (?:-s |--silent )?([\w:-]+)/g)].map(([, name]) => name ?? ''),
  ...[...text.matchAll(/\bnpm (start|test)\b/g)].map(([, name]) => name ?? ''),
]

/** An anchor as it is made of a heading. */
const anchorsIn = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )

test('there are pages with links and commands to look at', () => {
  expect(allPages().flatMap(linksIn).length).toBeGreaterThan(10)
  expect(allPages().flatMap(scriptsIn)).toEqual(expect.arrayContaining(['start', 'test', 'demo', 'aperture']))
})

test.each(allPages().map((page) => [page.file, page] as const))('%s leads to what is there', (file, page) => {
  const broken = linksIn(page).filter((target) => {
    const [place = '', anchor] = target.split('#')
    const found = path.join(repository, path.dirname(file), place === '' ? path.basename(file) : place)
    if (!existsSync(found)) return true
    return anchor !== undefined && !anchorsIn(readFileSync(found, 'utf8')).includes(anchor)
  })
  expect(broken).toEqual([])
  expect(scriptsIn(page).filter((name) => !scripts.includes(name))).toEqual([])
})

test('every file of the documentation is linked from another one', () => {
  const pages = allPages()
  const linked = pages.flatMap((page) =>
    linksIn(page).map((target) => path.join(path.dirname(page.file), target.split('#')[0] ?? '')),
  )
  const docs = pages
    .map(({ file }) => file)
    .filter((file) => file.startsWith('docs/') && !file.endsWith('/README.md'))
  expect(docs.filter((file) => !linked.includes(file))).toEqual([])
})
