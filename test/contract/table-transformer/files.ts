import { createHash } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { projectPseudonymKey, pseudonymiser } from '../../../src/infrastructure/crypto/pseudonyms'
import { column, planOf } from './plans'
import type { TransformerUnderTest } from './transformer-under-test'

const columns = [
  column('id', 'pseudonymize'),
  column('name', 'hide', { storeInKeyfile: true }),
  column('address', 'hide'),
  column('ward', 'drop'),
  column('age', { action: 'numbergroup', width: '10' }, { type: 'integer', storeInKeyfile: true }),
]
const file = 'id,name,address,ward,age\n7,"Doe, Jane",Elm Street,W1,34\n,,,,\n8,"",Oak Street,W2,\n'

export function filesContract(under: TransformerUnderTest): void {
  const derived = (value: string) => pseudonymiser(projectPseudonymKey(under.masterKey(), 1))('', value)

  test('counts and digests the clear output, sealed or not', async () => {
    const expected = `id,age\n${derived('7')},30-39\n,\n${derived('8')},\n`
    const digest = createHash('sha256').update(expected).digest('hex')
    const result = { outcome: 'transformed', rows: 3, bytes: Buffer.byteLength(expected), sha256: digest }
    const clear = await under.transform(planOf(columns), file)
    expect(clear).toMatchObject({ output: expected, result })
    const sealed = await under.transform(planOf(columns), file, { sealed: true })
    expect(sealed).toMatchObject({ output: expected, result })
    expect(sealed.stored.output.toString('latin1')).toMatch(/^age-encryption\.org\/v1\n/)
    expect(sealed.stored.output.includes('30-39')).toBe(false)
  })

  test('judges, counts and digests a table that is written nowhere', async () => {
    const signal = new AbortController().signal
    const looked = (source: string) =>
      under.transformer().transform(planOf(columns), oneChunk(source), { output: null }, signal)
    expect(await looked(file)).toEqual((await under.transform(planOf(columns), file)).result)
    expect(await looked(`${file}9,,,,old\n`)).toMatchObject({ outcome: 'refused' })
  })

  test('writes originals and pseudonyms to the keyfile, sealed, in the rows of the table', async () => {
    const { keyfile, output, stored } = await under.transform(planOf(columns), file, { withKeyfile: true })
    expect(keyfile).toBe(
      `id,id_pseudonym,name,age\n7,${derived('7')},"Doe, Jane",34\n,,,\n8,${derived('8')},"",\n`,
    )
    expect(stored.keyfile?.toString('latin1')).toMatch(/^age-encryption\.org\/v1\n/)
    expect(stored.keyfile?.includes('Jane')).toBe(false)
    expect(output).not.toMatch(/Jane|Street|W1/)
  })

  test('writes supplied pseudonyms to the keyfile', async () => {
    const plan = planOf([column('id', 'pseudonymize'), column('alias', 'pseudonym'), column('v')])
    const { keyfile } = await under.transform(plan, 'id,alias,v\nann,p1,1\n,,2\n', { withKeyfile: true })
    expect(keyfile).toBe('id,id_pseudonym\nann,p1\n,\n')
  })

  test('seals outputs and keyfiles of many pieces', async () => {
    const rows = Array.from({ length: 8_000 }, (_, index) => `${index},name ${index},,,${index}\n`).join('')
    const made = await under.transform(planOf(columns), `id,name,address,ward,age\n${rows}`, {
      withKeyfile: true,
      sealed: true,
    })
    expect(made.output.split('\n')).toHaveLength(8_002)
    expect(made.keyfile?.split('\n').at(-2)).toBe(`7999,${derived('7999')},name 7999,7999`)
  })

  test('makes files that only their owner reads', async () => {
    const paths = [under.newPath(), under.newPath()] as const
    const target = { output: { path: paths[0] } }
    await under
      .transformer()
      .transform(planOf([column('a')]), oneChunk('a\n'), target, new AbortController().signal)
    expect((await stat(paths[0])).mode & 0o777).toBe(0o600)
  })

  test('never writes over a file', async () => {
    const path = under.newPath()
    await writeFile(path, 'precious')
    const transforming = under
      .transformer()
      .transform(
        planOf([column('a')]),
        oneChunk('a\n1\n'),
        { output: { path } },
        new AbortController().signal,
      )
    await expect(transforming).rejects.toMatchObject({ code: 'EEXIST' })
    expect(await readFile(path, 'utf8')).toBe('precious')
  })
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
