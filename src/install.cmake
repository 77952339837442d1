# `cmake --install` and CPack (.deb and .tar.gz): the program that needs no libtorch, its manual page, what shells complete,
# and the licences of what is linked in. sentiment-train stays where its libtorch is.
include(GNUInstallDirs)

set(man_file sentiment.1)
set(bash_file sentiment.bash)
set(zsh_file _sentiment)
set(fish_file sentiment.fish)
foreach(kind man bash zsh fish)
  set(file ${PROJECT_BINARY_DIR}/reference/${${kind}_file})
  add_custom_command(OUTPUT ${file} COMMAND sentiment --generate ${kind} > ${file} DEPENDS sentiment VERBATIM)
  list(APPEND reference_files ${file})
endforeach()
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/reference)
add_custom_target(reference ALL DEPENDS ${reference_files})

install(TARGETS sentiment RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES ${PROJECT_BINARY_DIR}/reference/${man_file} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${PROJECT_BINARY_DIR}/reference/${bash_file} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
  RENAME sentiment)
install(FILES ${PROJECT_BINARY_DIR}/reference/${zsh_file} DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${PROJECT_BINARY_DIR}/reference/${fish_file} DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
# README.md and what it links to, where its links lead.
foreach(page README.md SECURITY.md configs/README.md data/generated-reviews.md data/pictures/report.png data/pictures/vanishing.png
    data/suite/README.md src/README.md src/data/FORMATS.md src/doctor/CHECKS.md src/kernels/README.md src/model/FORMAT.md
    tests/README.md tests/benchmark/README.md)
  get_filename_component(folder ${page} DIRECTORY)
  install(FILES ${PROJECT_SOURCE_DIR}/${page} DESTINATION ${CMAKE_INSTALL_DOCDIR}/${folder})
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
# Whoever passes the program on has to pass these on with it.
string(REGEX MATCH "^[0-9]+" compiler ${CMAKE_CXX_COMPILER_VERSION})
foreach(package libcli11-dev nlohmann-json3-dev libspdlog-dev libfmt-dev libutf8proc-dev zlib1g-dev libxxhash-dev libssl-dev
    libstdc++-${compiler}-dev)
  file(REAL_PATH /usr/share/doc/${package}/copyright licence)
  if(EXISTS ${licence})
    install(FILES ${licence} DESTINATION ${CMAKE_INSTALL_DOCDIR}/licences RENAME ${package})
  endif()
endforeach()

set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_NAME sentiment)
set(CPACK_PACKAGE_VENDOR "the sentiment authors")
set(CPACK_PACKAGE_CONTACT "the sentiment authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Run recurrent text classifiers from the command line")
set(CPACK_PACKAGE_DESCRIPTION "Labels text with a trained recurrent network, evaluates, explains and compares such
networks. Training them needs libtorch and is not part of this package.")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
# The libraries and their versions, where Debian's package dpkg-dev can say them.
find_program(DPKG_SHLIBDEPS dpkg-shlibdeps)
if(DPKG_SHLIBDEPS)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
else()
  set(CPACK_DEBIAN_PACKAGE_DEPENDS libc6)
endif()
# Loaded when it is needed (data/archive_library.h); the name is another since Debian 13 and Ubuntu 24.04.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libarchive13 | libarchive13t64")
include(CPack)
