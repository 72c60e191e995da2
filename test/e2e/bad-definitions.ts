import { badMark as mark } from './bad-mark'

/** A definition whose first column has these attributes; the other two are grouped and kept. */
export const definitionWith = (
  patient = 'Deidentify="pseudonymize"',
  { root = '', more = '' }: { readonly root?: string; readonly more?: string } = {},
): string => `<?xml version="1.0" encoding="UTF-8"?>
<DatasetDefinition ${root}>
  <Title>${mark}</Title>
  <Columns>
    <Column Name="patient" Type="text" ${patient}/>
    <Column Name="age" Type="integer" Deidentify="anonymize:numbergroup(10)"/>
    <Column Name="diagnosis" Type="text" Deidentify="keep"/>
  </Columns>
  ${more}
</DatasetDefinition>`

/** Of three columns whose file has no header. */
export const headerless = definitionWith(undefined, { more: '<Format Header="false"/>' })

/** Marked, and right: only what it is sent with is wrong. */
export const markedDefinition = definitionWith()

export const goodDefinition = markedDefinition.replace(mark, 'Heart')

const insideOut = markedDefinition.replace('</Columns>', '').replace('</DatasetDefinition>', '</Columns>')

/** What is wrong, and the definition that has it. */
export const badDefinitions: readonly (readonly [string, string | Uint8Array])[] = [
  ['Deidentify twice', definitionWith(`Deidentify="pseudonymize" Deidentify="${mark}"`)],
  ['Deidentify twice, alike', definitionWith('Deidentify="hide" Deidentify="hide"')],
  ['a mis-cased Deidentify', definitionWith(`deidentify="${mark}"`)],
  ['a mis-cased Deidentify beside the right one', definitionWith(`Deidentify="hide" DEIDENTIFY="${mark}"`)],
  ['a mis-cased action', definitionWith('Deidentify="Hide"')],
  ['an unknown action', definitionWith('Deidentify="pseudonymise"')],
  ['an empty action', definitionWith('Deidentify=""')],
  ['an action with a blank around it', definitionWith('Deidentify=" hide"')],
  ['an action with a bad argument', definitionWith('Deidentify="anonymize:prefix(0)"')],
  ['an action without its argument', definitionWith('Deidentify="anonymize:prefix"')],
  ['an unknown attribute of a column', definitionWith(`Deidentify="hide" Comment="${mark}"`)],
  ['a column in the keyfile that is dropped', definitionWith('Deidentify="drop" StoreInKeyfile="true"')],
  ['StoreInKeyfile neither true nor false', definitionWith(`Deidentify="hide" StoreInKeyfile="${mark}"`)],
  ['StoreInKeyfile twice', definitionWith('Deidentify="hide" StoreInKeyfile="true" StoreInKeyfile="false"')],
  ['pseudonym without pseudonymize', definitionWith('Deidentify="pseudonym"')],
  ['two columns of one name', markedDefinition.replace('"diagnosis"', '"patient"')],
  ['an unknown type', markedDefinition.replace('Type="integer"', 'Type="int3"')],
  ['an unknown encoding', definitionWith(undefined, { more: '<Format Encoding="UTF-7"/>' })],
  ['append', definitionWith(undefined, { root: 'Action="append"' })],
  [
    'an unknown child of Columns',
    markedDefinition.replace('</Columns>', `<Colum Name="${mark}"/></Columns>`),
  ],
  ['no Columns', `<DatasetDefinition><Title>${mark}</Title></DatasetDefinition>`],
  ['another root', markedDefinition.replaceAll('DatasetDefinition', 'TableDefinition')],
  ['a DOCTYPE', markedDefinition.replace('<Dataset', '<!DOCTYPE DatasetDefinition><Dataset')],
  [
    'an entity of a DOCTYPE',
    markedDefinition
      .replace('<Dataset', `<!DOCTYPE d [<!ENTITY e "${mark}">]><Dataset`)
      .replace(`${mark}</Title>`, '&e;</Title>'),
  ],
  ['an entity that nobody declared', markedDefinition.replace('</Title>', `&${mark};</Title>`)],
  ['XML that ends too early', markedDefinition.slice(0, markedDefinition.indexOf('</Columns>'))],
  ['XML that closes inside out', insideOut],
  ['XML with more behind its root', `${markedDefinition}<${mark}/>`],
  ['no XML at all', `Title: ${mark}`],
  ['nothing', ''],
  ['nothing but a declaration', '<?xml version="1.0" encoding="UTF-8"?>'],
  ['bytes that are not UTF-8', Buffer.from(markedDefinition.replace('</Title>', '\xfc</Title>'), 'latin1')],
]

/** For an external import. */
export const badIdentifiers: readonly (readonly [string, string])[] = [
  ['no CatalogueIdentifier', markedDefinition],
  ['a malformed uuid', definitionWith(undefined, { more: `<CatalogueIdentifier Uuid="6f1c2a34-${mark}"/>` })],
]
