import { alignedRows, lineOf, printable, tableOf } from '../../../src/interfaces/cli/table'

test('columns are as wide as their widest cell, and nothing stands behind a line', () =>
  expect(
    tableOf(
      ['id', 'name'],
      [
        ['1', 'Heart'],
        ['1000', ''],
      ],
    ),
  ).toBe('id    name\n--    ----\n1     Heart\n1000'))

test('a table without rows is its head', () => expect(tableOf(['id'], [])).toBe('id\n--'))

test('rows may have fewer cells than others, and characters beyond 16 bits count once', () =>
  expect(alignedRows([['😀', 'b', 'c'], ['ab']])).toBe('😀   b  c\nab'))

test('a line keeps to its widths, and grows where a cell is wider', () => {
  expect(lineOf(['1', 'b'], [3])).toBe('1    b')
  expect(lineOf(['12345', 'b'], [3])).toBe('12345  b')
})

test('no cell moves the cursor, recolours the terminal or turns the line around', () => {
  expect(printable('a\u001b[31mb\r\nc\u202ed')).toBe('a [31mb c d')
  expect(tableOf(['a'], [['x\ny']])).toBe('a\n-\nx y')
})
