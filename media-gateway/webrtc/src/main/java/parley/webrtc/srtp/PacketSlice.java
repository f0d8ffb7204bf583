package parley.webrtc.srtp;

import org.jitsi.utils.ByteArrayBuffer;

/** A part of somebody else's array, as jitsi-srtp wants to see it. Reused for every packet of a session. */
final class PacketSlice implements ByteArrayBuffer {
    private byte[] buffer = new byte[0];
    private int offset;
    private int length;

    PacketSlice over(byte[] newBuffer, int newOffset, int newLength) {
        buffer = newBuffer;
        offset = newOffset;
        length = newLength;
        return this;
    }

    @Override
    public byte[] getBuffer() {
        return buffer;
    }

    @Override
    public int getOffset() {
        return offset;
    }

    @Override
    public int getLength() {
        return length;
    }

    @Override
    public void setLength(int newLength) {
        length = newLength;
    }

    @Override
    public void setOffset(int newOffset) {
        offset = newOffset;
    }

    @Override
    public boolean isInvalid() {
        return false;
    }

    @Override
    public void readRegionToBuff(int from, int size, byte[] out) {
        System.arraycopy(buffer, offset + from, out, 0, size);
    }

    @Override
    public void grow(int more) {
        if (offset + length + more > buffer.length) {
            throw new IllegalArgumentException("no room for " + more + " bytes behind the packet");
        }
    }

    @Override
    public void append(byte[] data, int size) {
        grow(size);
        System.arraycopy(data, 0, buffer, offset + length, size);
        length += size;
    }

    @Override
    public void shrink(int less) {
        length = Math.max(0, length - less);
    }
}
