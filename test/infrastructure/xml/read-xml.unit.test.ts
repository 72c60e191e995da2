import { maxDepth, maxNodes, readXml } from '../../../src/infrastructure/xml/read-xml'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

function rootOf(text: string) {
  const reading = readXml(bytes(text))
  if (reading.outcome === 'malformed') throw new Error(reading.detail)
  return reading.root
}

function detailOf(content: string | Uint8Array): string {
  const reading = readXml(typeof content === 'string' ? bytes(content) : content)
  return reading.outcome === 'malformed' ? reading.detail : 'read'
}

const joined = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))

describe('the XML of a definition', () => {
  it('becomes a plain tree', () => {
    expect(rootOf('<a x="1" y=\'&quot;\'>one<b/>&amp; <![CDATA[<two>]]></a>')).toEqual({
      name: 'a',
      namespace: '',
      attributes: [
        { name: 'x', value: '1' },
        { name: 'y', value: '"' },
      ],
      children: [{ name: 'b', namespace: '', attributes: [], children: [], text: '' }],
      text: 'one& <two>',
    })
  })

  it('resolves namespaces of elements, and leaves attributes under their qualified names', () => {
    const root = rootOf('<d:a xmlns="urn:none" xmlns:d="urn:d" d:x="1"><b/><d:c/><e xmlns=""/></d:a>')
    expect([root.name, root.namespace]).toEqual(['a', 'urn:d'])
    expect(root.attributes.map(({ name }) => name)).toEqual(['xmlns', 'xmlns:d', 'd:x'])
    expect(root.children.map(({ name, namespace }) => [name, namespace])).toEqual([
      ['b', 'urn:none'],
      ['c', 'urn:d'],
      ['e', ''],
    ])
  })

  it('is never taken for a number, and keeps every character', () => {
    const root = rootOf('<a x="007" y=" 1 " z="Müller 😀 &#x1F600;"/>')
    expect(root.attributes.map(({ value }) => value)).toEqual(['007', ' 1 ', 'Müller 😀 😀'])
  })

  it('keeps attributes with the names of what every object has', () => {
    expect(rootOf('<a __proto__="1" constructor="2"/>').attributes).toEqual([
      { name: '__proto__', value: '1' },
      { name: 'constructor', value: '2' },
    ])
  })

  it('passes over comments and processing instructions', () => {
    expect(
      rootOf('<?xml version="1.0"?><!-- c --><?style x?><a><!-- c --><?p q?><b/></a>').children,
    ).toHaveLength(1)
  })

  it.each(['<a x="\t"/>', "<a x='\t'/>", '<a x="&#9;"/>', '<a y="1" x="\t" z="2"/>'])(
    'has a tab where an attribute is a tab: %j',
    (text) => {
      expect(rootOf(text).attributes.find(({ name }) => name === 'x')?.value).toBe('\t')
    },
  )

  it('has a tab in that element only', () => {
    const [child] = rootOf('<a x="\t"><b x="c"/></a>').children
    expect(child?.attributes).toEqual([{ name: 'x', value: 'c' }])
  })

  it('has a space for any other tab in an attribute, as XML says', () => {
    expect(rootOf('<a x="b\tc" y="\t\t" z=" "/>').attributes.map(({ value }) => value)).toEqual([
      'b c',
      '  ',
      ' ',
    ])
  })
})

describe('the encoding of a definition', () => {
  it('may have a byte-order mark', () => {
    expect(detailOf(joined([0xef, 0xbb, 0xbf], '<?xml version="1.0" encoding="UTF-8"?><a/>'))).toBe('read')
  })

  it.each(['UTF-8', 'utf-8', 'utf8'])('may be declared as %s', (name) => {
    expect(detailOf(`<?xml version="1.0" encoding="${name}"?><a/>`)).toBe('read')
  })

  it.each(['ISO-8859-1', 'UTF-16', 'US-ASCII', 'windows-1252'])('is refused when declared as %s', (name) => {
    expect(detailOf(`<?xml version="1.0" encoding="${name}"?><a/>`)).toContain(
      'another encoding than UTF-8 on line 1',
    )
  })

  it.each([
    ['a lone byte of another encoding', [0xfc]],
    ['a sequence that breaks off', [0xe2, 0x82]],
    ['an overlong form', [0xc0, 0xaf]],
    ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
  ])('is refused with %s, on its line', (_what, sequence) => {
    expect(detailOf(joined('<a>\n\nMü', sequence, '\n</a>'))).toContain('not valid UTF-8 on line 3')
  })

  it('is refused as UTF-16', () => {
    expect(detailOf(Buffer.from('\ufeff<a/>', 'utf16le'))).toContain('not valid UTF-8 on line 1')
  })
})

describe('a malformed definition', () => {
  it.each([
    ['', 'is not well-formed XML on line 1'],
    ['age,sex\n63,male\n', 'is not well-formed XML'],
    ['<a>\n<b>\n</a>', 'closes an element that is not the open one on line 3'],
    ['<a>\n<b>', 'ends before an element is closed on line 2'],
    ['<a/>\n<b/>', 'is not well-formed XML on line 2'],
    ['<a/>text', 'is not well-formed XML'],
    ['<a\nx="1"\nx="2"/>', 'has the same attribute twice in one element on line 3'],
    ['<a xmlns:p="urn:x" xmlns:q="urn:x" p:x="1" q:x="2"/>', 'has the same attribute twice'],
    ['<a x=1/>', 'is not well-formed XML'],
    ['<a x/>', 'is not well-formed XML'],
    ['<a x="<"/>', 'is not well-formed XML'],
    ['<a x="1"y="2"/>', 'is not well-formed XML'],
    ['<a>&nbsp;</a>', 'uses an entity that XML does not predefine'],
    ['<a>&#0;</a>', 'is not well-formed XML'],
    ['<a>\u0000</a>', 'is not well-formed XML'],
    ['<a>]]></a>', 'is not well-formed XML'],
    ['<a><!-- -- --></a>', 'is not well-formed XML'],
    ['<p:a/>', 'uses a namespace prefix that is not declared'],
    ['<a p:x="1"/>', 'uses a namespace prefix that is not declared'],
    [' <?xml version="1.0"?><a/>', 'is not well-formed XML'],
    ['<?xml version="1.1"?><a/>', 'another version of XML than 1.0'],
    ['<?xml version="1.0"?>', 'is not well-formed XML'],
  ])('%j is refused', (text, detail) => {
    expect(detailOf(text)).toContain(detail)
  })

  it.each([
    '<!DOCTYPE a><a/>',
    '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    '<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>',
  ])('%j is refused for its DOCTYPE', (text) => {
    expect(detailOf(text)).toContain('has a DOCTYPE on line 1')
  })

  it('is never quoted', () => {
    const secret = 'Confidential'
    const documents = [
      `<${secret}><b></${secret}>`,
      `<a ${secret}="1" ${secret}="2"/>`,
      `<a>&${secret};</a>`,
      `<${secret}:a/>`,
      `<${secret}>`,
      `<a></${secret}>`,
      `<!DOCTYPE ${secret}><a/>`,
      `<?xml version="1.0" encoding="${secret}"?><a/>`,
    ]
    for (const document of documents) {
      expect(detailOf(document)).toMatch(/^The definition .* on line 1\.$/)
      expect(detailOf(document)).not.toContain(secret)
    }
  })
})

describe('a definition of excessive shape', () => {
  const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth)

  it('is refused beyond a depth, however deep it goes on', () => {
    expect(detailOf(nested(maxDepth))).toBe('read')
    expect(detailOf(nested(maxDepth + 1))).toContain(`more than ${maxDepth} elements deep`)
    expect(detailOf(nested(500_000))).toContain(`more than ${maxDepth} elements deep`)
  })

  it('is refused beyond a number of elements and attributes', () => {
    expect(detailOf(`<a>${'<b/>'.repeat(maxNodes - 1)}</a>`)).toBe('read')
    expect(detailOf(`<a>${'<b/>'.repeat(maxNodes)}</a>`)).toContain(
      `more than ${maxNodes} elements and attributes`,
    )
    const attributes = Array.from({ length: maxNodes }, (_, n) => `x${n}=""`).join(' ')
    expect(detailOf(`<a ${attributes}/>`)).toContain(`more than ${maxNodes} elements and attributes`)
  })
})
