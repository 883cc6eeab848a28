extension MediaTypes {
    /// One type a line, then what it is called elsewhere; etc/media-types.md shows it to people.
    static let aliasLines = """
        application/epub+zip application/epub
        application/gzip application/x-gzip
        application/hwp+zip application/haansofthwpx application/vnd.hancom.hwpx
        application/json text/json application/x-json
        application/mbox application/x-mbox
        application/msword application/vnd.msword
        application/pgp-keys application/x-gnupg-keyring
        application/rss+xml application/x-rss+xml
        application/rtf text/rtf
        application/toml text/x-toml text/toml
        application/vnd.autodesk.fbx application/x-fbx model/x-fbx model/fbx
        application/vnd.ms-excel application/msexcel application/x-msexcel
        application/vnd.ms-office application/x-ole-storage application/cdfv2
        application/vnd.ms-outlook application/x-msg
        application/vnd.ms-powerpoint application/mspowerpoint application/x-mspowerpoint
        application/vnd.oasis.opendocument.text application/x-vnd.oasis.opendocument.text
        application/vnd.openstreetmap.data+xml application/x-openstreetmap+xml
        application/vnd.rar application/x-rar application/x-rar-compressed
        application/x-7z-compressed application/x-7z
        application/x-arj application/arj
        application/x-bzip2 application/bzip2 application/x-bzip
        application/x-hwp application/haansofthwp application/vnd.hancom.hwp
        application/x-ipynb+json application/vnd.jupyter
        application/x-ndjson application/jsonl application/x-jsonlines application/json-seq application/jsonlines
        application/x-ply model/ply model/x-ply application/ply
        application/x-rpm application/x-redhat-package-manager
        application/x-subrip text/srt text/x-subrip application/x-srt
        application/x-tar application/tar
        application/xhtml+xml application/x-xhtml
        application/xml text/xml
        application/yaml application/x-yaml text/yaml text/x-yaml
        application/zip application/x-zip application/x-zip-compressed
        application/zstd application/x-zstd
        audio/aac audio/x-aac audio/x-hx-aac-adts audio/aacp
        audio/aiff audio/x-aiff
        audio/amr audio/x-amr
        audio/flac audio/x-flac
        audio/mp4 audio/x-m4a audio/m4a
        audio/mpeg audio/mp3 audio/x-mp3
        audio/ogg application/ogg audio/vorbis audio/x-vorbis+ogg
        audio/vnd.wave audio/x-wav audio/wav audio/wave
        audio/x-caf audio/caf
        audio/x-dff audio/dff
        audio/x-dsf audio/dsf
        audio/x-matroska audio/matroska
        audio/x-mpegurl application/x-mpegurl audio/mpegurl application/vnd.apple.mpegurl
        image/apng image/vnd.mozilla.apng
        image/bmp image/x-ms-bmp image/x-bmp
        image/heic image/x-heic
        image/jp2 image/x-jp2 image/jpeg2000
        image/jpeg image/jpg image/pjpeg
        image/png image/x-png
        image/svg+xml image/svg
        image/tiff image/tif image/x-tiff
        image/vnd.adobe.photoshop image/x-photoshop application/x-photoshop application/photoshop
        image/vnd.microsoft.icon image/x-icon image/ico
        image/vnd.zbrush.pcx image/x-pcx image/pcx
        image/x-portable-graymap image/x-portable-greymap
        image/x-tga image/tga image/x-targa
        inode/x-empty application/x-empty application/x-zerosize
        message/rfc822 message/global
        model/3mf application/vnd.ms-package.3dmanufacturing-3dmodel+xml application/vnd.ms-3mfdocument
        model/gltf+json model/gltf
        model/gltf-binary model/gltf.binary
        model/obj text/x-obj application/x-tgif application/object
        model/stl application/vnd.ms-pki.stl application/sla model/x.stl-ascii model/x.stl-binary application/x-stl
        model/vnd.collada+xml application/x-collada
        multipart/related application/x-mimearchive
        text/css text/x-css
        text/csv application/csv text/x-csv
        text/javascript application/javascript application/x-javascript text/ecmascript
        text/markdown text/x-markdown text/x-web-markdown
        text/rust text/x-rust text/x-rustsrc application/x-rust
        text/tab-separated-values text/tsv
        text/vcard text/x-vcard
        text/vnd.familysearch.gedcom application/x-gedcom application/gedcom text/x-gedcom
        text/x-c text/x-c++ text/x-csrc
        text/x-makefile text/x-make application/x-makefile
        text/x-msdos-batch application/x-bat application/bat
        text/x-python text/x-script.python application/x-python
        text/x-ruby application/x-ruby
        text/x-shellscript application/x-sh application/x-shellscript
        text/x-tex application/x-tex application/x-latex text/x-latex
        text/x-typescript application/typescript text/typescript application/x-typescript
        video/mp4 video/x-m4v
        video/mpeg video/x-mpeg
        video/quicktime video/x-quicktime
        video/vnd.avi video/x-msvideo video/avi video/msvideo
        video/x-matroska video/matroska
        video/x-ms-asf application/vnd.ms-asf
        """
}
