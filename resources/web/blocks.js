// Columns of numbers with a small header; mapapp/render/page/blocks.py describes and writes them.

const ALIGNED = 8;
const TYPES = { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, i2: Int16Array, f4: Float32Array, f8: Float64Array };

/** @typedef {Uint8Array | Uint16Array | Uint32Array | Int16Array | Float32Array | Float64Array} Column */
/** @typedef {Record<string, [type: keyof typeof TYPES, offset: number, count: number]>} Blocks */

/**
 * The header, and each column as a view of the buffer: nothing is copied.
 *
 * @param {ArrayBuffer} buffer
 * @returns {{ header: any, columns: Record<string, Column> }}
 */
export function unpack(buffer) {
  const length = new DataView(buffer).getUint32(0, true), start = 4 + length;
  if (start % ALIGNED) throw new Error("the columns are not aligned");
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  /** @type {Blocks} */
  const blocks = header.blocks;
  const views = Object.entries(blocks).map(([name, [type, offset, count]]) => [name, new TYPES[type](buffer, start + offset, count)]);
  return { header, columns: Object.fromEntries(views) };
}
