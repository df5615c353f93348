//! Adler-32 (RFC 1950 §8.2), as the header's checksum is.

const BASE: u32 = 65_521;
/// Bytes after which the sums must be reduced to stay within 32 bits, a multiple of the lane count below 5,552.
const BLOCK: usize = 5_536;

/// The checksum of bytes. Sums 16 lanes at a time, which compilers turn into vector code.
pub(super) fn adler32(bytes: &[u8]) -> u32 {
    let (mut a, mut b) = (1u32, 0u32);
    for block in bytes.chunks(BLOCK) {
        let (lanes, rest) = block.as_chunks::<16>();
        let mut sums = [0u32; 16];
        let mut prefix = [0u32; 16];
        for chunk in lanes {
            for ((sum, prefix), &byte) in sums.iter_mut().zip(&mut prefix).zip(chunk) {
                *prefix = prefix.wrapping_add(*sum);
                *sum = sum.wrapping_add(u32::from(byte));
            }
        }
        let count = u32::try_from(lanes.len()).unwrap_or(0).wrapping_mul(16);
        b = b.wrapping_add(a.wrapping_mul(count));
        for ((sum, prefix), weight) in sums.iter().zip(&prefix).zip((1..=16u32).rev()) {
            a = a.wrapping_add(*sum);
            b = b.wrapping_add(prefix.wrapping_mul(16)).wrapping_add(sum.wrapping_mul(weight)) % BASE;
        }
        for &byte in rest {
            a = a.wrapping_add(u32::from(byte));
            b = b.wrapping_add(a);
        }
        a %= BASE;
        b %= BASE;
    }
    (b << 16) | a
}

#[cfg(test)]
mod tests {
    use super::adler32;

    fn plain(bytes: &[u8]) -> u32 {
        let (a, b) = bytes.iter().fold((1u32, 0u32), |(a, b), &x| {
            let a = (a + u32::from(x)) % 65_521;
            (a, (b + a) % 65_521)
        });
        (b << 16) | a
    }

    #[test]
    fn equals_the_definition() {
        assert_eq!(adler32(b"Wikipedia"), 0x11E6_0398);
        for length in [0, 1, 15, 16, 17, 5_535, 5_536, 5_537, 70_000] {
            let bytes: Vec<u8> = (0..length).map(|i: u32| (i * 31 + 255) as u8 | 0xf0).collect();
            assert_eq!(adler32(&bytes), plain(&bytes), "{length} bytes");
        }
    }
}
