# ruff: noqa: ANN001, ANN201, C901
# Kernels compiled by numba, which infers the types and likes its loops in one piece.
"""Light transport on top of `tracer`: sun through a gobo, sky, soft boxes, lamps, two bounces, and a guided denoiser."""

import math

import numpy as np
from numba import njit

from .tracer import normal_at, paint, trace


@njit(fastmath=True, cache=True)
def gobo_at(gobo, st, x, y, z):
    """How much sun passes the stencil on its way to a point."""
    n = gobo.shape[0]
    u = (x * st[14] + y * st[15] + z * st[16]) * st[20] + st[21]
    v = (x * st[17] + y * st[18] + z * st[19]) * st[20] + st[22]
    if u < 0 or v < 0 or u >= 1 or v >= 1:
        return 1.0
    return gobo[int(v * n), int(u * n)]


@njit(fastmath=True, cache=True)
def direct(x, y, z, nx, ny, nz, w, st, gobo, lamps, skip):
    """Sun and lamps falling on a point (colour)."""
    r = g = b = 0.0
    j = st[8]
    lx = st[2] + j * (np.random.random() - 0.5)
    ly = st[3] + j * (np.random.random() - 0.5)
    lz = st[4] + j * (np.random.random() - 0.5)
    m = 1.0 / math.sqrt(lx * lx + ly * ly + lz * lz)
    c = (lx * nx + ly * ny + lz * nz) * m
    if c > 0 and st[5] + st[6] + st[7] > 0:
        v = gobo_at(gobo, st, x, y, z)
        if v > 0.01:
            _, who = trace(x, y, z, lx * m, ly * m, lz * m, 1e3, skip, True, w, st)
            if who == -2:
                r += st[5] * c * v
                g += st[6] * c * v
                b += st[7] * c * v
    for i in range(lamps.shape[0]):
        lx = lamps[i, 0] + lamps[i, 6] * (np.random.random() - 0.5) - x
        ly = lamps[i, 1] + lamps[i, 6] * (np.random.random() - 0.5) - y
        lz = lamps[i, 2] + lamps[i, 6] * (np.random.random() - 0.5) - z
        d = math.sqrt(lx * lx + ly * ly + lz * lz)
        lx /= d
        ly /= d
        lz /= d
        c = lx * nx + ly * ny + lz * nz
        if c > 0:
            _, who = trace(x, y, z, lx, ly, lz, d, skip, True, w, st)
            if who == -2:
                c /= d * d + 0.15
                r += lamps[i, 3] * c
                g += lamps[i, 4] * c
                b += lamps[i, 5] * c
    return r, g, b


@njit(fastmath=True, cache=True)
def step(a, b, x):
    t = min(max((x - a) / (b - a), 0.0), 1.0)
    return t * t * (3 - 2 * t)


@njit(fastmath=True, cache=True)
def boxes(dx, dy, dz, blur):
    """Soft boxes as seen in reflections: a window at the left, a strip at the right."""
    az = math.atan2(dx, dz)
    e = 0.05 + blur
    a = step(-1.25 - e, -1.25 + e, az) * (1 - step(-0.75 - e, -0.75 + e, az))
    a *= step(-0.25 - e, -0.25 + e, dy) * (1 - step(0.75 - e, 0.75 + e, dy))
    a *= 1.0 - 0.55 * (1 - step(0.0, 0.03 + blur, abs(dy - 0.28)))
    b = step(1.05 - e, 1.05 + e, az) * (1 - step(1.3 - e, 1.3 + e, az)) * step(-0.3, 0.0, dy)
    c = step(0.8, 0.93, dy)
    return a * 3.4 + b * 1.8 + c * 1.6


@njit(fastmath=True, cache=True)
def surface(who, x, y, z, w, mats, tex, st):
    """Normal, colour and material index at a hit."""
    if who == -1:
        wall, cove = st[0], st[1]
        if z > -wall + cove:
            nx, ny, nz = 0.0, 1.0, 0.0
        elif y > cove:
            nx, ny, nz = 0.0, 0.0, 1.0
        else:
            nx, ny, nz = 0.0, (cove - y) / cove, (-wall + cove - z) / cove
        t = 1.0 - ny
        return (
            nx,
            ny,
            nz,
            st[30] * (1 - t) + st[33] * t,
            st[31] * (1 - t) + st[34] * t,
            st[32] * (1 - t) + st[35] * t,
        )
    nx, ny, nz, lx, ly, lz, lnz, lny = normal_at(who, x, y, z, w)
    r, g, b = paint(mats[who], lx, ly, lz, lnz, lny, tex)
    return nx, ny, nz, r, g, b


@njit(fastmath=True, cache=True)
def hemi(nx, ny, nz, u, v):
    """Cosine-weighted direction round a normal."""
    z = 1 - 2 * u
    r = math.sqrt(max(0.0, 1 - z * z))
    p = 6.2831853 * v
    x, y, z = nx + r * math.cos(p) * 0.999, ny + r * math.sin(p) * 0.999, nz + z * 0.999
    m = 1.0 / math.sqrt(x * x + y * y + z * z)
    return x * m, y * m, z * m


@njit(fastmath=True, cache=True)
def bounce(x, y, z, dx, dy, dz, deep, w, mats, tex, st, gobo, lamps, skip):
    """Light coming along a ray: sky, or a surface lit by sun, lamps and one more (or a guessed) bounce."""
    t, who = trace(x, y, z, dx, dy, dz, 60.0, skip, False, w, st)
    if who == -2:
        k = 0.5 + 0.5 * dy
        return st[24] * (1 - k) + st[27] * k, st[25] * (1 - k) + st[28] * k, st[26] * (1 - k) + st[29] * k
    px, py, pz = x + t * dx, y + t * dy, z + t * dz
    nx, ny, nz, r, g, b = surface(who, px, py, pz, w, mats, tex, st)
    if who >= 0 and mats[who, 7] > 0:
        return r * mats[who, 7], g * mats[who, 7], b * mats[who, 7]
    qx, qy, qz = px + nx * 0.004, py + ny * 0.004, pz + nz * 0.004
    ir, ig, ib = direct(qx, qy, qz, nx, ny, nz, w, st, gobo, lamps, -9)
    if deep:
        hx, hy, hz = hemi(nx, ny, nz, np.random.random(), np.random.random())
        _, hit = trace(qx, qy, qz, hx, hy, hz, 60.0, -9, False, w, st)
        k = 0.5 + 0.5 * hy if hit == -2 else 0.28
    else:
        k = 0.42
    ir += st[27] * k
    ig += st[28] * k
    ib += st[29] * k
    return r * ir, g * ig, b * ib


@njit(fastmath=True, cache=True)
def render(width, height, spp, seed, cam, w, mats, tex, st, gobo, lamps):
    """Buffers of one picture: 0-2 irradiance, 3-5 colour, 6-8 gloss and glow, 9-11 normal, 12 depth."""
    np.random.seed(seed)
    out = np.zeros((height, width, 13), np.float32)
    for row in range(height):
        for col in range(width):
            o1, o2, o3, o4 = np.random.random(), np.random.random(), np.random.random(), np.random.random()
            px = out[row, col]
            for s in range(spp):
                a1 = (o1 + s * 0.7548776662) % 1.0
                a2 = (o2 + s * 0.5698402910) % 1.0
                u = (col + a1 - width * 0.5) / height * 2.0
                v = (height * 0.5 - row - a2) / height * 2.0
                dx = cam[3] + u * cam[6] * cam[12] + v * cam[9] * cam[12]
                dy = cam[4] + u * cam[7] * cam[12] + v * cam[10] * cam[12]
                dz = cam[5] + u * cam[8] * cam[12] + v * cam[11] * cam[12]
                m = 1.0 / math.sqrt(dx * dx + dy * dy + dz * dz)
                dx *= m
                dy *= m
                dz *= m
                ox, oy, oz = cam[0], cam[1], cam[2]
                skip = -9
                tr = tg = tb = 1.0
                for _ in range(3):
                    t, who = trace(ox, oy, oz, dx, dy, dz, 80.0, skip, False, w, st)
                    if who == -2:
                        px[6] += st[24] * tr
                        px[7] += st[25] * tg
                        px[8] += st[26] * tb
                        px[11] += 1.0
                        px[12] += 40.0
                        break
                    x, y, z = ox + t * dx, oy + t * dy, oz + t * dz
                    nx, ny, nz, r, g, b = surface(who, x, y, z, w, mats, tex, st)
                    x += nx * 0.004
                    y += ny * 0.004
                    z += nz * 0.004
                    cosi = min(max(-(dx * nx + dy * ny + dz * nz), 0.0), 1.0)
                    f0, rough, metal, glass = 0.0, 1.0, 0.0, 0.0
                    if who >= 0:
                        mt = mats[who]
                        if mt[7] > 0:
                            px[6] += r * mt[7] * tr
                            px[7] += g * mt[7] * tg
                            px[8] += b * mt[7] * tb
                            px[9] += nx
                            px[10] += ny
                            px[11] += nz
                            px[12] += t
                            break
                        f0, rough, metal, glass = mt[3], mt[4], mt[5], mt[6]
                    fr = f0 + (1 - f0) * (1 - cosi) ** 5 * (1 - rough) if f0 > 0 else 0.0
                    if f0 > 0:
                        q = rough * rough
                        jx = (np.random.random() - 0.5) * q * 1.6
                        jy = (np.random.random() - 0.5) * q * 1.6
                        jz = (np.random.random() - 0.5) * q * 1.6
                        rx = dx + 2 * cosi * nx + jx
                        ry = dy + 2 * cosi * ny + jy
                        rz = dz + 2 * cosi * nz + jz
                        m = 1.0 / math.sqrt(rx * rx + ry * ry + rz * rz)
                        rx *= m
                        ry *= m
                        rz *= m
                        sr, sg, sb = bounce(x, y, z, rx, ry, rz, False, w, mats, tex, st, gobo, lamps, who)
                        k = boxes(rx, ry, rz, rough) * st[36]
                        if metal > 0:
                            k *= 0.75
                            px[6] += (sr + k * 0.6) * r * tr
                            px[7] += (sg + k * 0.6) * g * tg
                            px[8] += (sb + k * 0.6) * b * tb
                        else:
                            px[6] += (sr + k) * fr * tr
                            px[7] += (sg + k) * fr * tg
                            px[8] += (sb + k) * fr * tb
                    if glass > 0:
                        edge = (1 - cosi) ** 2.2
                        k = glass * (1 - edge * 0.75)
                        tr *= (1 - fr) * (k + (1 - k) * r)
                        tg *= (1 - fr) * (k + (1 - k) * g)
                        tb *= (1 - fr) * (k + (1 - k) * b)
                        ox, oy, oz, skip = x - nx * 0.008, y - ny * 0.008, z - nz * 0.008, who
                        continue
                    px[9] += nx
                    px[10] += ny
                    px[11] += nz
                    px[12] += t
                    if metal > 0:
                        break
                    ir, ig, ib = direct(x, y, z, nx, ny, nz, w, st, gobo, lamps, -9)
                    hx, hy, hz = hemi(nx, ny, nz, (o3 + s * 0.7548776662) % 1.0, (o4 + s * 0.5698402910) % 1.0)
                    er, eg, eb = bounce(x, y, z, hx, hy, hz, True, w, mats, tex, st, gobo, lamps, -9)
                    k = 1 - fr
                    px[0] += ir + er
                    px[1] += ig + eg
                    px[2] += ib + eb
                    px[3] += r * tr * k
                    px[4] += g * tg * k
                    px[5] += b * tb * k
                    break
            for c in range(13):
                px[c] /= spp
    return out


@njit(fastmath=True, cache=True)
def denoise(src, guide, passes, sharp):
    """A-trous filter of three channels, held back by normal and depth, and (sharp) by the value itself."""
    height, width = src.shape[0], src.shape[1]
    a = src.copy()
    for it in range(passes):
        b = np.empty_like(a)
        gap = 1 << it
        lim = sharp / (1 << it)
        for y in range(height):
            for x in range(width):
                n0, n1, n2, d = guide[y, x, 0], guide[y, x, 1], guide[y, x, 2], guide[y, x, 3]
                lum = a[y, x, 0] + a[y, x, 1] + a[y, x, 2]
                sr = sg = sb = sw = 0.0
                for j in range(-2, 3):
                    yy = y + j * gap
                    if yy < 0 or yy >= height:
                        continue
                    for i in range(-2, 3):
                        xx = x + i * gap
                        if xx < 0 or xx >= width:
                            continue
                        q = guide[yy, xx]
                        dn = (n0 - q[0]) ** 2 + (n1 - q[1]) ** 2 + (n2 - q[2]) ** 2
                        dd = (d - q[3]) / (0.02 + 0.02 * gap)
                        p = a[yy, xx]
                        dl = (lum - p[0] - p[1] - p[2]) / (lim * (0.15 + lum))
                        k = math.exp(-dn * 40.0 - dd * dd - dl * dl) * (3 - abs(i)) * (3 - abs(j))
                        sr += p[0] * k
                        sg += p[1] * k
                        sb += p[2] * k
                        sw += k
                b[y, x, 0] = sr / sw
                b[y, x, 1] = sg / sw
                b[y, x, 2] = sb / sw
        a = b
    return a
