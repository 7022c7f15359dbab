import { XMLParser, XMLValidator } from 'fast-xml-parser';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: true,
});

/**
 * A document as nested elements `{ name, attributes, children, text }`.
 * @throws where it is not well-formed
 */
export function parseXml(text) {
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(`line ${valid.err.line}: ${valid.err.msg}`);
  if (!text.startsWith('<?xml version="1.0" encoding="UTF-8"?>')) throw new Error('begins without its XML declaration');
  if (/<!DOCTYPE/i.test(text)) throw new Error('has a document type');
  const roots = elementsOf(parser.parse(text)).filter(({ name }) => !name.startsWith('?'));
  if (roots.length !== 1) throw new Error(`has ${roots.length} roots`);
  return roots[0];
}

function elementsOf(nodes) {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@');
    if (name === '#text') return [];
    const inner = node[name];
    const text = inner.map((child) => child['#text'] ?? '').join('');
    return [{ name, attributes: node[':@'] ?? {}, children: elementsOf(inner), text }];
  });
}

/** The children of that name. */
export const allOf = (element, name) => element.children.filter((child) => child.name === name);
/** Text of the first child of that name; null without one. */
export const textOf = (element, name) => allOf(element, name)[0]?.text.trim() ?? null;
